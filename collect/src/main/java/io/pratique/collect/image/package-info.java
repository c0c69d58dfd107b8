/** Makes evidence of image archives. */
@NullMarked
package io.pratique.collect.image;

import org.jspecify.annotations.NullMarked;
