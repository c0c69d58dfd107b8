/** The rules that come with this program, and packs of newer ones. */
@NullMarked
package io.pratique.runtime.managed;

import org.jspecify.annotations.NullMarked;
