package io.pratique.runtime.field;

import java.util.Set;

/**
 * A field of the catalogue.
 *
 * @param group the class that supplies it: event, gen_event, thread, fd, fdlist, fspath, user,
 *     group, utils, container or k8smeta
 */
public record Field(
        String name,
        FieldType type,
        Set<FieldFlag> flags,
        ArgumentKind argumentKind,
        String group) {
    /** What the argument of a field says. */
    public enum ArgumentKind {
        NONE,
        /** A number from 0. */
        INDEX,
        /** Any text. */
        KEY,
        /** Any text; may be written behind a dot. */
        DOTTED,
        /** The name or the number of an event's parameter; the name may be written behind a dot. */
        PARAMETER,
        /** The name or number of an event type; may be written behind a dot. */
        EVENT,
        /** {@code src} or {@code dst}, behind a dot. */
        SIDE,
        /** Nanoseconds since 1970. */
        TIME
    }

    public Field {
        flags = Set.copyOf(flags);
    }

    public boolean has(FieldFlag flag) {
        return flags.contains(flag);
    }

    boolean takesDottedArgument() {
        return switch (argumentKind) {
            case DOTTED, PARAMETER, EVENT, SIDE -> true;
            case NONE, INDEX, KEY, TIME -> false;
        };
    }
}
