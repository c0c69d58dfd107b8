/**
 * What a system looks like while its events pass: threads, processes, file descriptors, users,
 * containers; and the fields of conditions and outputs read from it.
 */
@NullMarked
package io.pratique.runtime.state;

import org.jspecify.annotations.NullMarked;
