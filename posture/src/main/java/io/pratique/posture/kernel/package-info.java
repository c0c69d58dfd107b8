/** The rules of the templates, one small file each. */
@NullMarked
package io.pratique.posture.kernel;

import org.jspecify.annotations.NullMarked;
