package io.pratique.runtime.field;

import io.pratique.document.Nearest;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.event.EventType;
import io.pratique.runtime.event.ParameterType;
import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.language.Operand;
import io.pratique.runtime.language.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All fields of the source {@code syscall}: those of falcosecurity/libs, and those of the plugins
 * container and k8smeta.
 */
public final class FieldCatalogue {
    private static final FieldCatalogue STANDARD = load("fields.tsv", EventTable.standard());

    private final Map<String, Field> fields;
    private final EventTable events;

    private FieldCatalogue(Map<String, Field> fields, EventTable events) {
        this.fields = fields;
        this.events = events;
    }

    /** The catalogue that ships with this version. */
    public static FieldCatalogue standard() {
        return STANDARD;
    }

    /** All fields, in the order of the catalogue. */
    public Collection<Field> fields() {
        return List.copyOf(fields.values());
    }

    public Optional<Field> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Whether a name, with an argument in brackets or behind a dot or without, means a field. */
    public boolean isField(String written) {
        int bracket = written.indexOf('[');
        String name = bracket < 0 ? written : written.substring(0, bracket);
        if (fields.containsKey(name)) {
            return true;
        }
        Field prefix = prefix(name);
        return prefix != null && prefix.takesDottedArgument();
    }

    /**
     * The field that a name means, with its argument checked.
     *
     * @throws InvalidCondition when there is no such field, or the argument does not fit
     */
    public FieldRead resolve(Operand.Field written) {
        Field field = fields.get(written.name());
        String argument = written.argument().orElse("");
        boolean isGiven = written.argument().isPresent();
        if (field == null) {
            field = prefix(written.name());
            if (field == null || !field.takesDottedArgument() || isGiven) {
                throw unknown(written.place(), written.name());
            }
            argument = written.name().substring(field.name().length() + 1);
            isGiven = true;
        }
        return read(field, argument, isGiven, written.place());
    }

    private InvalidCondition unknown(Place place, String name) {
        return InvalidCondition.unknown(
                place,
                "the field '" + name + "' is not known (nonexistent field)",
                Nearest.hint(name, fields.keySet()));
    }

    private FieldRead read(Field field, String argument, boolean isGiven, Place place) {
        if (!isGiven) {
            if (field.has(FieldFlag.ARGUMENT_REQUIRED)) {
                throw new InvalidCondition(
                        place,
                        "the field '" + field.name() + "' needs an argument",
                        "Write " + field.name() + example(field) + ".");
            }
            return new FieldRead(field, field.type(), "", -1);
        }
        if (field.argumentKind() == Field.ArgumentKind.NONE) {
            throw new InvalidCondition(
                    place, "the field '" + field.name() + "' takes no argument", "");
        }
        if (argument.isEmpty()) {
            throw new InvalidCondition(
                    place, "the argument of '" + field.name() + "' is empty", "");
        }
        return switch (field.argumentKind()) {
            case NONE, KEY, DOTTED -> new FieldRead(field, field.type(), argument, index(argument));
            case INDEX, TIME -> {
                int index = index(argument);
                boolean isTime = field.argumentKind() == Field.ArgumentKind.TIME;
                if (isTime ? !argument.chars().allMatch(Character::isDigit) : index < 0) {
                    throw new InvalidCondition(
                            place,
                            "the argument of '"
                                    + field.name()
                                    + "' must be a number from 0, not '"
                                    + argument
                                    + "'",
                            "");
                }
                yield new FieldRead(field, field.type(), argument, index);
            }
            case SIDE -> {
                if (!argument.equals("src") && !argument.equals("dst")) {
                    throw unknown(place, field.name() + "." + argument);
                }
                yield new FieldRead(field, field.type(), argument, -1);
            }
            case EVENT -> {
                if (index(argument) < 0 && !events.isEventName(argument)) {
                    throw InvalidCondition.unknown(
                            place,
                            "unknown event type '" + argument + "'",
                            Nearest.hint(argument, events.names()));
                }
                yield new FieldRead(field, field.type(), argument, index(argument));
            }
            case PARAMETER -> parameter(field, argument, place);
        };
    }

    private FieldRead parameter(Field field, String argument, Place place) {
        int index = index(argument);
        boolean isRaw = field.type() == FieldType.DYNAMIC;
        if (index >= 0) {
            return new FieldRead(field, isRaw ? FieldType.BYTES : field.type(), argument, index);
        }
        if (!events.isParameterName(argument)) {
            throw InvalidCondition.unknown(
                    place,
                    "no event has a parameter '" + argument + "' (nonexistent field)",
                    Nearest.hint(argument, events.parameterNames()));
        }
        return new FieldRead(field, isRaw ? rawType(argument) : field.type(), argument, -1);
    }

    /**
     * The type of a parameter by its name; where types differ between events, that of most current
     * events.
     */
    private FieldType rawType(String parameter) {
        Map<FieldType, Integer> votes = new LinkedHashMap<>();
        for (EventType type : events.types()) {
            int index = type.indexOf(parameter);
            if (index >= 0 && !type.isEnter()) {
                ParameterType raw = type.parameters().get(index).type();
                votes.merge(FieldType.of(raw), 1, Integer::sum);
            }
        }
        FieldType best = FieldType.BYTES;
        int most = 0;
        for (Map.Entry<FieldType, Integer> vote : votes.entrySet()) {
            if (vote.getValue() > most) {
                most = vote.getValue();
                best = vote.getKey();
            }
        }
        return best;
    }

    private static String example(Field field) {
        return switch (field.argumentKind()) {
            case NONE -> "";
            case INDEX -> "[1]";
            case KEY -> "[name]";
            case DOTTED -> "[name]";
            case PARAMETER -> ".name or " + field.name() + "[0]";
            case EVENT -> ".open";
            case SIDE -> ".src";
            case TIME -> "[1700000000000000000]";
        };
    }

    private static int index(String argument) {
        if (argument.isEmpty()
                || argument.length() > 9
                || !argument.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(argument);
    }

    private @Nullable Field prefix(String name) {
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            Field field = fields.get(name.substring(0, dot));
            if (field != null) {
                return field;
            }
        }
        return null;
    }

    private static FieldCatalogue load(String resource, EventTable events) {
        Map<String, Field> fields = new LinkedHashMap<>();
        try (InputStream in = FieldCatalogue.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] words = line.split("\t", -1);
                Set<FieldFlag> flags = new TreeSet<>();
                for (String word : words[2].split(",", -1)) {
                    if (!word.isEmpty()) {
                        flags.add(FieldFlag.valueOf(word));
                    }
                }
                Field field =
                        new Field(
                                words[0],
                                FieldType.valueOf(words[1]),
                                flags,
                                Field.ArgumentKind.valueOf(words[3]),
                                words[4]);
                fields.put(field.name(), field);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FieldCatalogue(fields, events);
    }

    /** Names of fields that begin with a text, for completion. */
    public List<String> beginningWith(String beginning) {
        List<String> names = new ArrayList<>();
        for (String name : fields.keySet()) {
            if (name.startsWith(beginning)) {
                names.add(name);
            }
        }
        return names;
    }
}
