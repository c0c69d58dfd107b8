/** Bytes to positioned trees: JSON and YAML. */
@NullMarked
package io.pratique.document;

import org.jspecify.annotations.NullMarked;
