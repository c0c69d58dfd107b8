package io.pratique.runtime.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All event types, read once from a table that is generated from falcosecurity/libs (schema of libs
 * 0.21: 430 numbers). A capture may hold a number that is not in it: that event's parameters cannot
 * be told apart, and it is to be counted and passed over.
 */
public final class EventTable {
    private static final EventTable STANDARD = load("event-table.tsv");

    private final List<EventType> types;
    private final Map<String, EventSet> byName;
    private final NavigableSet<String> calls;
    private final List<String> callNames;
    private final Set<String> parameterNames;
    private final EventSet all;

    private EventTable(List<EventType> types, List<String> callNames) {
        this.types = List.copyOf(types);
        this.callNames = List.copyOf(callNames);
        this.calls = new TreeSet<>(callNames);
        calls.remove("");
        calls.remove("unknown");
        Map<String, BitSet> numbers = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        BitSet every = new BitSet();
        for (EventType type : types) {
            numbers.computeIfAbsent(type.name(), _ -> new BitSet()).set(type.number());
            every.set(type.number());
            for (Parameter parameter : type.parameters()) {
                names.add(parameter.name());
            }
        }
        byName = new LinkedHashMap<>();
        numbers.forEach((name, bits) -> byName.put(name, EventSet.of(bits)));
        parameterNames = Set.copyOf(names);
        all = EventSet.of(every);
    }

    /** The table that ships with this version. */
    public static EventTable standard() {
        return STANDARD;
    }

    /** The number behind the highest. */
    public int size() {
        return types.size();
    }

    /** The type of a number; empty when this version does not know it. */
    public Optional<EventType> type(int number) {
        return number < 0 || number >= types.size()
                ? Optional.empty()
                : Optional.of(types.get(number));
    }

    /** All types; the index is the number. */
    public List<EventType> types() {
        return types;
    }

    public EventSet all() {
        return all;
    }

    /** The names of events, in the order of their first numbers. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** The names of system calls, those without an event of their own included. */
    public Set<String> systemCalls() {
        return calls;
    }

    /** The name of a system call by its platform-neutral code ({@code PPM_SC}). */
    public Optional<String> systemCall(int code) {
        return code < 0 || code >= callNames.size() || callNames.get(code).isEmpty()
                ? Optional.empty()
                : Optional.of(callNames.get(code));
    }

    /** Whether {@code evt.type} can have this value. */
    public boolean isEventName(String name) {
        return byName.containsKey(name) || calls.contains(name);
    }

    /** Whether any event type has a parameter of this name. */
    public boolean isParameterName(String name) {
        return parameterNames.contains(name);
    }

    public Set<String> parameterNames() {
        return parameterNames;
    }

    /**
     * The numbers that carry any of these names, old versions included. A system call without an
     * event of its own is reported by the generic event.
     */
    public EventSet numbers(Collection<String> names) {
        EventSet found = EventSet.none();
        for (String name : names) {
            EventSet own = byName.get(name);
            if (own != null) {
                found = found.or(own);
            } else if (calls.contains(name)) {
                found = found.or(byName.getOrDefault("syscall", EventSet.none()));
            }
        }
        return found;
    }

    /** The names of a set of numbers. */
    public NavigableSet<String> names(EventSet numbers) {
        NavigableSet<String> names = new TreeSet<>();
        numbers.numbers().forEach(number -> type(number).ifPresent(type -> names.add(type.name())));
        return names;
    }

    private static EventTable load(String resource) {
        List<String[]> events = new ArrayList<>();
        Map<String, FlagTable> flags = new HashMap<>();
        Map<String, List<Parameter.Alternative>> dynamic = new HashMap<>();
        List<String> calls = new ArrayList<>();
        try (InputStream in = EventTable.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] words = line.split("\t", -1);
                switch (words[0]) {
                    case "E" -> events.add(words);
                    case "F" -> flags.put(words[1], flagTable(words[1], words[2]));
                    case "D" -> dynamic.put(words[1], alternatives(words[2]));
                    case "S" -> {
                        int code = Integer.parseInt(words[1]);
                        while (calls.size() <= code) {
                            calls.add("");
                        }
                        calls.set(code, words[2]);
                    }
                    default -> {
                        // A comment.
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        EventType[] types = new EventType[events.size()];
        for (String[] words : events) {
            EventType type = eventType(words, flags, dynamic);
            types[type.number()] = type;
        }
        return new EventTable(List.of(types), calls);
    }

    private static FlagTable flagTable(String name, String symbols) {
        List<FlagTable.Symbol> list = new ArrayList<>();
        for (String symbol : symbols.split(",", -1)) {
            int equals = symbol.indexOf('=');
            list.add(
                    new FlagTable.Symbol(
                            symbol.substring(0, equals),
                            Long.parseLong(symbol.substring(equals + 1))));
        }
        return new FlagTable(name, list);
    }

    private static List<Parameter.Alternative> alternatives(String words) {
        List<Parameter.Alternative> list = new ArrayList<>();
        for (String word : words.split(",", -1)) {
            String[] parts = word.split("[=:]", -1);
            list.add(
                    new Parameter.Alternative(
                            Integer.parseInt(parts[0]),
                            ParameterType.valueOf(parts[1]),
                            format(parts[2])));
        }
        return list;
    }

    private static EventType eventType(
            String[] words,
            Map<String, FlagTable> flags,
            Map<String, List<Parameter.Alternative>> dynamic) {
        Set<EventCategory> categories = new LinkedHashSet<>();
        for (String word : words[3].split("\\|", -1)) {
            categories.add(EventCategory.valueOf(word));
        }
        Set<EventFlag> eventFlags = new LinkedHashSet<>();
        for (String word : words[4].split("\\|", -1)) {
            switch (word) {
                case "NONE" -> {}
                case "TMP_CONVERTER_MANAGED" -> eventFlags.add(EventFlag.CONVERTER_MANAGED);
                default -> eventFlags.add(EventFlag.valueOf(word));
            }
        }
        List<Parameter> parameters = new ArrayList<>();
        if (!words[5].isEmpty()) {
            for (String word : words[5].split(";", -1)) {
                parameters.add(parameter(word.split(":", -1), flags, dynamic));
            }
        }
        return new EventType(
                Integer.parseInt(words[1]), words[2], categories, eventFlags, parameters);
    }

    private static Parameter parameter(
            String[] words,
            Map<String, FlagTable> flags,
            Map<String, List<Parameter.Alternative>> dynamic) {
        String reference = words.length > 3 ? words[3] : "";
        return new Parameter(
                words[0],
                ParameterType.valueOf(words[1]),
                format(words[2]),
                Optional.ofNullable(flags.get(reference)),
                dynamic.getOrDefault(reference, List.of()),
                reference.startsWith("dirfd=") ? Integer.parseInt(reference.substring(6)) : -1);
    }

    private static PrintFormat format(String word) {
        return word.equals("10_PADDED_DEC") ? PrintFormat.PADDED_DEC : PrintFormat.valueOf(word);
    }
}
