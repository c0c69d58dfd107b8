/** Reads Dockerfiles: an own parser, and the evidence it makes. */
@NullMarked
package io.pratique.collect.dockerfile;

import org.jspecify.annotations.NullMarked;
