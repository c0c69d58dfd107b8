/**
 * What detections say together: how many, how many kinds, and in which order, within some time; and
 * how many of the same are told one by one.
 */
@NullMarked
package io.pratique.runtime.correlation;

import org.jspecify.annotations.NullMarked;
