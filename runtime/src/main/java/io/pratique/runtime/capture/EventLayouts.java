package io.pratique.runtime.capture;

import io.pratique.runtime.event.EventFlag;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.event.EventType;
import io.pratique.runtime.event.Parameter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How events are delivered. A system call is one event: when it is left. Its parameters are those
 * that the table of events gives to the leaving type, and behind them those of the entering type
 * that have another name. So a type has the same parameters whether a capture is old and has both
 * events, or comes from a sensor that records only one.
 *
 * <p>Types that old captures carry are delivered as the newest type of the same name; what the old
 * one did not record is missing.
 */
public final class EventLayouts {
    /** The event of calls that have no type of their own. */
    static final int GENERIC = 1;

    private static final EventLayouts STANDARD = new EventLayouts(EventTable.standard());

    private final EventType[] types;
    private final boolean[] entering;
    private final int[] newest;
    private final int[] ofCall = new int[1 << 11];

    private EventLayouts(EventTable table) {
        int size = table.size();
        types = new EventType[size];
        entering = new boolean[size];
        newest = new int[size];
        for (EventType type : table.types()) {
            int number = type.number();
            newest[number] = newest(type, table);
            entering[number] =
                    type.isEnter()
                            && number + 1 < size
                            && isUsed(table.types().get(number + 1))
                            && !type.has(EventFlag.SKIPPARSERESET);
            types[number] =
                    type.isEnter() || !isUsed(type)
                            ? type
                            : merged(type, table.types().get(number - 1));
        }
        findCalls(table);
    }

    /**
     * The types that system calls have today: an old capture has the generic event for calls that
     * had no type of their own then.
     */
    private void findCalls(EventTable table) {
        Map<String, Integer> leaving = new HashMap<>();
        for (EventType type : table.types()) {
            if (!type.isEnter() && isUsed(type) && newest[type.number()] == type.number()) {
                leaving.put(type.name(), type.number());
            }
        }
        for (int code = 0; code < ofCall.length; code++) {
            ofCall[code] = table.systemCall(code).map(leaving::get).orElse(GENERIC);
        }
    }

    /** The type of a call that an old capture reports with the generic event. */
    int ofCall(int code) {
        return code >= 0 && code < ofCall.length ? ofCall[code] : GENERIC;
    }

    /** The layouts of the table that ships with this version. */
    public static EventLayouts standard() {
        return STANDARD;
    }

    private static boolean isUsed(EventType type) {
        return !type.has(EventFlag.UNUSED) && !type.name().equals("NA");
    }

    private static int newest(EventType type, EventTable table) {
        if (!type.has(EventFlag.OLD_VERSION)) {
            return type.number();
        }
        int found = type.number();
        for (EventType other : table.types()) {
            if (other.isEnter() == type.isEnter()
                    && !other.has(EventFlag.OLD_VERSION)
                    && other.name().equals(type.name())
                    // The first container event has fields where the newer ones have JSON.
                    && (other.indexOf("json") < 0 || type.indexOf("json") >= 0)) {
                found = other.number();
            }
        }
        return found;
    }

    private static EventType merged(EventType leaving, EventType entering) {
        List<Parameter> parameters = new ArrayList<>(leaving.parameters());
        for (Parameter parameter : entering.parameters()) {
            if (leaving.indexOf(sameAs(leaving, parameter.name())) < 0) {
                parameters.add(relative(parameter, leaving, entering, parameters));
            }
        }
        Set<EventFlag> flags = EnumSet.noneOf(EventFlag.class);
        flags.addAll(leaving.flags());
        if (entering.has(EventFlag.USES_FD)) {
            flags.add(EventFlag.USES_FD);
        }
        return new EventType(
                leaving.number(), leaving.name(), leaving.categories(), flags, parameters);
    }

    /** A path that is relative to a directory keeps its directory, which has another index now. */
    private static Parameter relative(
            Parameter parameter, EventType leaving, EventType entering, List<Parameter> merged) {
        if (parameter.directory() < 0) {
            return parameter;
        }
        String directory = entering.parameters().get(parameter.directory()).name();
        int index = leaving.indexOf(directory);
        for (int i = 0; i < merged.size() && index < 0; i++) {
            if (merged.get(i).name().equals(directory)) {
                index = i;
            }
        }
        return new Parameter(
                parameter.name(),
                parameter.type(),
                parameter.format(),
                parameter.flags(),
                parameter.dynamic(),
                index);
    }

    /** The name that an entering type's parameter has in the leaving type. */
    static String sameAs(EventType leaving, String parameter) {
        boolean isDup = leaving.name().startsWith("dup") && leaving.indexOf("oldfd") >= 0;
        return isDup && parameter.equals("fd") ? "oldfd" : parameter;
    }

    /** The number behind the highest. */
    public int size() {
        return types.length;
    }

    /**
     * The type as events of this number carry it; empty when this version does not know the number.
     */
    public Optional<EventType> type(int number) {
        return number < 0 || number >= types.length ? Optional.empty() : Optional.of(types[number]);
    }

    EventType at(int number) {
        return types[number];
    }

    /** The number under which an event of this number is delivered. */
    public int newest(int number) {
        return newest[number];
    }

    /** Whether events of this number only enter a call, and are held for the one that leaves it. */
    public boolean isEntering(int number) {
        return entering[number];
    }
}
