/** The records that every room shares, and the readers that make them from documents. */
@NullMarked
package io.pratique.model;

import org.jspecify.annotations.NullMarked;
