/** Checked conditions, the contract that supplies values, and the plain interpreter. */
@NullMarked
package io.pratique.runtime.filter;

import org.jspecify.annotations.NullMarked;
