/** What the kernel side reports: numbered event types with their parameters, as data. */
@NullMarked
package io.pratique.runtime.event;

import org.jspecify.annotations.NullMarked;
