/** What a kernel says of a subject. */
@NullMarked
package io.pratique.posture.result;

import org.jspecify.annotations.NullMarked;
