/** Reads YAML documents of a fixed form, with every problem placed and explained. */
@NullMarked
package io.pratique.runtime.form;

import org.jspecify.annotations.NullMarked;
