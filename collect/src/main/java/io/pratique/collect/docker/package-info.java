/** Asks a Docker daemon over its unix socket. It only ever asks: GET, and nothing else. */
@NullMarked
package io.pratique.collect.docker;

import org.jspecify.annotations.NullMarked;
