/** What is measured, and how. */
@NullMarked
package io.pratique.benchmarks;

import org.jspecify.annotations.NullMarked;
