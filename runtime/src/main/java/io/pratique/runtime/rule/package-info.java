/** Rule files: YAML items to rules, with every error and warning placed. */
@NullMarked
package io.pratique.runtime.rule;

import org.jspecify.annotations.NullMarked;
