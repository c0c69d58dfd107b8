/**
 * Recognises secrets by name, format and randomness; for collectors, which redact, and for the
 * judge.
 */
@NullMarked
package io.pratique.posture.secret;

import org.jspecify.annotations.NullMarked;
