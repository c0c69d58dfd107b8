package io.pratique.policy.format;

import io.pratique.document.Nearest;
import io.pratique.document.Node;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form of an object in a document: its fields with their types. Reading, schema and
 * documentation all come from it.
 *
 * @param name of the object, for messages and the schema: {@code rule}
 */
record Form(String name, List<Field> fields) {
    Form {
        fields = List.copyOf(fields);
    }

    /** A field. */
    record Field(String name, Type type, boolean required, String description) {}

    /** What a field may hold. */
    sealed interface Type {
        /** What it is called in a message. */
        String words();

        /**
         * A text.
         *
         * @param pattern a regular expression for the whole; empty for any text
         */
        record Text(String pattern, String words) implements Type {}

        /** One of some words. */
        record Choice(List<String> choices) implements Type {
            @Override
            public String words() {
                return "one of " + String.join(", ", choices);
            }
        }

        /** Several of some words. */
        record Choices(List<String> choices) implements Type {
            @Override
            public String words() {
                return "a list of " + String.join(", ", choices);
            }
        }

        /** A whole number. */
        record WholeNumber() implements Type {
            @Override
            public String words() {
                return "a whole number";
            }
        }

        /** The id of a rule type. */
        record RuleTypeId() implements Type {
            @Override
            public String words() {
                return "a rule type, such as privileged";
            }
        }

        /** The parameters of the type of a rule. */
        record RuleParameters() implements Type {
            @Override
            public String words() {
                return "an object";
            }
        }

        record Flag() implements Type {
            @Override
            public String words() {
                return "true or false";
            }
        }

        record Texts() implements Type {
            @Override
            public String words() {
                return "a list of texts";
            }
        }

        record Date() implements Type {
            @Override
            public String words() {
                return "a date such as 2027-01-31";
            }
        }

        record One(Form form) implements Type {
            @Override
            public String words() {
                return "an object";
            }
        }

        record Many(Form form) implements Type {
            @Override
            public String words() {
                return "a list of objects";
            }
        }

        /** Anything: whoever reads the object looks at it. */
        record Free(String words) implements Type {}
    }

    static Field required(String name, Type type, String description) {
        return new Field(name, type, true, description);
    }

    static Field optional(String name, Type type, String description) {
        return new Field(name, type, false, description);
    }

    List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    /**
     * The fields that are there and right, by their name; what is wrong is put into {@code
     * problems}.
     */
    Map<String, Node> read(Node object, Problems problems) {
        return readBut(object, "", problems);
    }

    /** As {@link #read}, without a word about one member that somebody else looks at. */
    Map<String, Node> readBut(Node object, String other, Problems problems) {
        Map<String, Node> values = new LinkedHashMap<>();
        if (!object.isObject()) {
            problems.error(
                    object,
                    "wrong-type",
                    article() + name + " must be an object, and this is " + object.kind().word(),
                    "");
            return values;
        }
        for (Map.Entry<String, Node> member : object.members()) {
            Field field = find(member.getKey());
            if (field == null && member.getKey().equals(other)) {
                continue;
            }
            if (field == null) {
                problems.error(
                        object.positionOfKey(member.getKey()),
                        member.getValue().pointer(),
                        "unknown-field",
                        article() + name + " has no field '" + member.getKey() + "'",
                        unknownHint(member.getKey()));
            } else if (!member.getValue().isNull() && accepts(field, member.getValue(), problems)) {
                values.put(field.name(), member.getValue());
            }
        }
        for (Field field : fields) {
            if (field.required() && object.present(field.name()).isEmpty()) {
                problems.error(
                        object,
                        "missing-field",
                        "the " + name + " lacks '" + field.name() + "'",
                        "Write " + field.name() + ": " + field.type().words() + ".");
            }
        }
        return values;
    }

    private String article() {
        return "aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ";
    }

    private String unknownHint(String key) {
        String near = Nearest.hint(key, names());
        return near.isEmpty() ? "It has " + String.join(", ", names()) + "." : near;
    }

    private @Nullable Field find(String key) {
        for (Field field : fields) {
            if (field.name().equals(key)) {
                return field;
            }
        }
        return null;
    }

    private static boolean accepts(Field field, Node value, Problems problems) {
        Type type = field.type();
        if (fits(type, value)) {
            return true;
        }
        if (value.isArray() && (type instanceof Type.Texts || type instanceof Type.Choices)) {
            for (Node element : value.elements()) {
                if (!fitsElement(type, element)) {
                    wrong("each of '" + field.name() + "'", elementType(type), element, problems);
                }
            }
            return false;
        }
        wrong("'" + field.name() + "'", type, value, problems);
        return false;
    }

    private static void wrong(String what, Type type, Node value, Problems problems) {
        problems.error(
                value,
                "wrong-value",
                what + " must be " + type.words() + ", and is " + shown(value),
                hint(type, value));
    }

    private static String hint(Type type, Node value) {
        boolean text = type instanceof Type.Text || type instanceof Type.Choice;
        if (text && value.isNumber()) {
            return "Write it between quotes: \"" + value.text() + "\".";
        }
        if (text && value.isBoolean()) {
            return "Write it between quotes: bare, YAML takes yes, no, on, off, y and n for true and false.";
        }
        if (type instanceof Type.Choice(List<String> choices) && value.isText()) {
            return Nearest.hint(value.text(), choices);
        }
        return type instanceof Type.Texts && value.isText()
                ? "Write it as a list: [" + value.text() + "]."
                : "";
    }

    private static boolean fits(Type type, Node value) {
        return switch (type) {
            case Type.Text(String pattern, String _) ->
                    value.isText() && (pattern.isEmpty() || Pattern.matches(pattern, value.text()));
            case Type.Choice(List<String> choices) ->
                    value.isText() && choices.contains(value.text());
            case Type.Flag() -> value.isBoolean();
            case Type.WholeNumber() ->
                    value.document().asLong(value.index(), Long.MIN_VALUE) != Long.MIN_VALUE;
            case Type.Texts(), Type.Choices _ ->
                    value.isArray()
                            && value.elements().stream()
                                    .allMatch(element -> fitsElement(type, element));
            case Type.Date() -> isDate(value);
            case Type.One _, Type.RuleParameters _ -> value.isObject();
            case Type.Many _ -> value.isArray();
            case Type.RuleTypeId _ -> value.isText();
            case Type.Free _ -> true;
        };
    }

    private static boolean fitsElement(Type type, Node element) {
        return element.isText()
                && !(type instanceof Type.Choices(List<String> choices)
                        && !choices.contains(element.text()));
    }

    private static Type elementType(Type list) {
        return list instanceof Type.Choices(List<String> choices)
                ? new Type.Choice(choices)
                : new Type.Text("", "a text");
    }

    private static String shown(Node value) {
        if (value.isObject() || value.isArray()) {
            return value.kind().word();
        }
        String text = value.text();
        String cut = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return value.isText() ? "'" + cut + "'" : cut;
    }

    private static boolean isDate(Node value) {
        if (!value.isText()) {
            return false;
        }
        try {
            LocalDate.parse(value.text());
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
