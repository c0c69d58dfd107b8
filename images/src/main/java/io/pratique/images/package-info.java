/** Reads image archives: OCI layouts and what {@code docker save} writes. */
@NullMarked
package io.pratique.images;

import org.jspecify.annotations.NullMarked;
