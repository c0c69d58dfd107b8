/** Reads a host: its files, processes, mounts, groups and the daemon that runs its containers. */
@NullMarked
package io.pratique.collect.host;

import org.jspecify.annotations.NullMarked;
