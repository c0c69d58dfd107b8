/** The templates as data. */
@NullMarked
package io.pratique.posture.catalogue;

import org.jspecify.annotations.NullMarked;
