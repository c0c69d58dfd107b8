package io.pratique.runtime.event;

import java.util.List;
import java.util.Set;

/**
 * One numbered type of event; even numbers enter a system call, odd ones leave it.
 *
 * @param number as captures carry it
 * @param name as {@code evt.type} gives it; several numbers may share one
 */
public record EventType(
        int number,
        String name,
        Set<EventCategory> categories,
        Set<EventFlag> flags,
        List<Parameter> parameters) {
    public EventType {
        categories = Set.copyOf(categories);
        flags = Set.copyOf(flags);
        parameters = List.copyOf(parameters);
    }

    public boolean isEnter() {
        return (number & 1) == 0;
    }

    public boolean has(EventFlag flag) {
        return flags.contains(flag);
    }

    /** The index of a parameter by its name, or -1. */
    public int indexOf(String parameter) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).name().equals(parameter)) {
                return i;
            }
        }
        return -1;
    }
}
