/**
 * Policies as documents: reading with all faults at once, writing, and the JSON Schema, from one
 * description of the form.
 */
@NullMarked
package io.pratique.policy.format;

import org.jspecify.annotations.NullMarked;
