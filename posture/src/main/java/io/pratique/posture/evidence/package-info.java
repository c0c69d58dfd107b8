/** Evidence documents: what collectors hand to the judge, with what they could not see. */
@NullMarked
package io.pratique.posture.evidence;

import org.jspecify.annotations.NullMarked;
