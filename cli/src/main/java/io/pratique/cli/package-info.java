/** The commands and the wiring of the process. */
@NullMarked
package io.pratique.cli;

import org.jspecify.annotations.NullMarked;
