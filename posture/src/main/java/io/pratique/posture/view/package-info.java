/** Subjects joined with what belongs to them, their formats read once. */
@NullMarked
package io.pratique.posture.view;

import org.jspecify.annotations.NullMarked;
