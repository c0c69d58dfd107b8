package io.pratique.runtime.event;

import java.util.List;
import java.util.Optional;

/**
 * A parameter of an event type.
 *
 * @param flags names of its bits
 * @param dynamic for {@link ParameterType#DYN}: what the leading byte selects; empty otherwise
 * @param directory for {@link ParameterType#FSRELPATH}: the index of the parameter that holds the
 *     directory's descriptor, or -1
 */
public record Parameter(
        String name,
        ParameterType type,
        PrintFormat format,
        Optional<FlagTable> flags,
        List<Alternative> dynamic,
        int directory) {
    /** A type that a dynamic parameter may have. */
    public record Alternative(int selector, ParameterType type, PrintFormat format) {}

    public Parameter {
        dynamic = List.copyOf(dynamic);
    }
}
