/** The fields that conditions and outputs name, their types, and the operators that fit them. */
@NullMarked
package io.pratique.runtime.field;

import org.jspecify.annotations.NullMarked;
