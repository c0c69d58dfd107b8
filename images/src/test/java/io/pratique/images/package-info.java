@NullMarked
package io.pratique.images;

import org.jspecify.annotations.NullMarked;
