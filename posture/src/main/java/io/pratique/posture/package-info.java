/** Judges evidence by the templates: findings, roll-up, score, exceptions. */
@NullMarked
package io.pratique.posture;

import org.jspecify.annotations.NullMarked;
