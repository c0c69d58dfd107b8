/** Violations mended in the text of the files they were found in. */
@NullMarked
package io.pratique.cli.fix;

import org.jspecify.annotations.NullMarked;
