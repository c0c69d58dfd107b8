package io.pratique.runtime.filter;

import io.pratique.runtime.field.FieldRead;

/**
 * Where values come from: the state of one stream of events, which holds one current event.
 *
 * <p>Readers are asked for once, when rules are compiled, and then read for every event. They must
 * not allocate. A source and its readers belong to one thread.
 *
 * <p>What a reader gives, by {@link FieldRead#many}: one value; a list; for both ends of a
 * connection a list of one or two; for ancestry without an index a list of all ancestors, the
 * parent first. An address is four bytes or sixteen. A field that no capture can fill has a reader
 * that never has a value.
 */
@FunctionalInterface
public interface FieldSource {
    FieldReader reader(FieldRead field);
}
