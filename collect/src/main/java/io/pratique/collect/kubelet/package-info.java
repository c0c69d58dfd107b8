/** Reads the configuration of a kubelet and says of each value where it comes from. */
@NullMarked
package io.pratique.collect.kubelet;

import org.jspecify.annotations.NullMarked;
