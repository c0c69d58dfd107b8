/** The condition language: text to syntax tree, with positions. */
@NullMarked
package io.pratique.runtime.language;

import org.jspecify.annotations.NullMarked;
