package io.pratique.policy.format;

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

        record Choice(List<String> words0) implements Type {
            @Override
            public String words() {
                return "one of " + String.join(", ", words0);
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
        Map<String, Node> values = new LinkedHashMap<>();
        if (!object.isObject()) {
            problems.error(
                    object,
                    "wrong-type",
                    "a " + name + " must be an object, and this is " + object.kind().word(),
                    "");
            return values;
        }
        for (Map.Entry<String, Node> member : object.members()) {
            Field field = find(member.getKey());
            if (field == null) {
                problems.error(
                        object.positionOfKey(member.getKey()),
                        member.getValue().pointer(),
                        "unknown-field",
                        "a " + name + " has no field '" + member.getKey() + "'",
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
        boolean right =
                switch (field.type()) {
                    case Type.Text(String pattern, String _) ->
                            value.isText()
                                    && (pattern.isEmpty()
                                            || Pattern.matches(pattern, value.text()));
                    case Type.Choice(List<String> words) ->
                            value.isText() && words.contains(value.text());
                    case Type.Flag() -> value.isBoolean();
                    case Type.Texts() ->
                            value.isArray() && value.elements().stream().allMatch(Node::isText);
                    case Type.Date() -> isDate(value);
                    case Type.One _ -> value.isObject();
                    case Type.Many _ -> value.isArray();
                    case Type.Free _ -> true;
                };
        if (!right) {
            String near =
                    field.type() instanceof Type.Choice(List<String> words) && value.isText()
                            ? Nearest.hint(value.text(), words)
                            : "";
            problems.error(
                    value,
                    "wrong-value",
                    "'"
                            + field.name()
                            + "' must be "
                            + field.type().words()
                            + ", and is "
                            + shown(value),
                    near);
        }
        return right;
    }

    private static String shown(Node value) {
        return value.isObject() || value.isArray() ? value.kind().word() : "'" + value.text() + "'";
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
