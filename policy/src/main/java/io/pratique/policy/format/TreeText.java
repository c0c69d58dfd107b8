package io.pratique.policy.format;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes trees of maps, lists, texts, booleans and whole numbers as JSON or YAML. What it writes,
 * the readers of {@code io.pratique.document} read as the same tree.
 */
final class TreeText {
    /** Texts that need no quotes in YAML, if they are not {@link #RESERVED}: letter first. */
    private static final Pattern PLAIN =
            Pattern.compile(
                    "[A-Za-z/_][A-Za-z0-9/_.()@+-]*(?:[ :,'][A-Za-z0-9/_.()@+;'-]+)*[.,;]?");

    /** Words that YAML 1.1 or 1.2 readers take for something else than a text. */
    private static final Set<String> RESERVED =
            Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf");

    /** A list of texts up to this many characters stands on one line. */
    private static final int SHORT_LIST = 60;

    private static final HexFormat HEX = HexFormat.of();

    private TreeText() {}

    static String json(Object tree) {
        StringBuilder out = new StringBuilder();
        json(tree, 0, out);
        return out.append('\n').toString();
    }

    private static void json(Object value, int indent, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map when map.isEmpty() -> out.append("{}");
            case Map<?, ?> map -> {
                String separator = "{\n";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(separator);
                    spaces(indent + 2, out);
                    quoted(String.valueOf(entry.getKey()), out);
                    out.append(": ");
                    json(entry.getValue(), indent + 2, out);
                    separator = ",\n";
                }
                out.append('\n');
                spaces(indent, out);
                out.append('}');
            }
            case List<?> list when list.stream().noneMatch(TreeText::isTree) -> {
                String separator = "";
                out.append('[');
                for (Object element : list) {
                    out.append(separator);
                    json(element, indent, out);
                    separator = ", ";
                }
                out.append(']');
            }
            case List<?> list -> {
                String separator = "[\n";
                for (Object element : list) {
                    out.append(separator);
                    spaces(indent + 2, out);
                    json(element, indent + 2, out);
                    separator = ",\n";
                }
                out.append('\n');
                spaces(indent, out);
                out.append(']');
            }
            case String text -> quoted(text, out);
            default -> out.append(value);
        }
    }

    static String yaml(Map<String, ?> tree) {
        StringBuilder out = new StringBuilder();
        yamlMembers(tree, 0, out);
        return out.toString();
    }

    /** The members of a map, each on lines of its own; the first starts where {@code out} ends. */
    private static void yamlMembers(Map<?, ?> map, int indent, StringBuilder out) {
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                spaces(indent, out);
            }
            first = false;
            out.append(scalar(String.valueOf(entry.getKey()))).append(':');
            yamlValue(entry.getValue(), indent, out);
        }
    }

    /** What follows {@code key:} or {@code -}, with the line end. */
    private static void yamlValue(Object value, int indent, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map when map.isEmpty() -> out.append(" {}\n");
            case Map<?, ?> map -> {
                out.append('\n');
                spaces(indent + 2, out);
                yamlMembers(map, indent + 2, out);
            }
            case List<?> list when isShort(list) -> {
                out.append(" [");
                String separator = "";
                for (Object element : list) {
                    out.append(separator).append(flowScalar(element));
                    separator = ", ";
                }
                out.append("]\n");
            }
            case List<?> list -> {
                out.append('\n');
                for (Object element : list) {
                    spaces(indent + 2, out);
                    out.append('-');
                    if (element instanceof Map<?, ?> map && !map.isEmpty()) {
                        out.append(' ');
                        yamlMembers(map, indent + 4, out);
                    } else {
                        yamlValue(element, indent + 2, out);
                    }
                }
            }
            case String text when isBlock(text) -> block(text, indent + 2, out);
            case String text -> out.append(' ').append(scalar(text)).append('\n');
            default -> out.append(' ').append(value).append('\n');
        }
    }

    private static boolean isShort(List<?> list) {
        int length = 0;
        for (Object element : list) {
            if (isTree(element) || (element instanceof String text && text.indexOf('\n') >= 0)) {
                return false;
            }
            length += String.valueOf(element).length() + 2;
        }
        return length <= SHORT_LIST;
    }

    private static boolean isTree(Object value) {
        return value instanceof Map || value instanceof List;
    }

    private static String scalar(String text) {
        if (PLAIN.matcher(text).matches() && !isReserved(text)) {
            return text;
        }
        return quoted(text);
    }

    /** Between brackets, commas and brackets would end a plain text. */
    private static String flowScalar(Object value) {
        if (!(value instanceof String text)) {
            return String.valueOf(value);
        }
        String plain = scalar(text);
        return plain.indexOf(',') >= 0 && plain.charAt(0) != '"' ? quoted(text) : plain;
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder();
        quoted(text, out);
        return out.toString();
    }

    private static boolean isReserved(String text) {
        return text.length() < 6 && RESERVED.contains(text.toLowerCase(Locale.ROOT));
    }

    /** Several lines that a literal block gives back exactly. */
    private static boolean isBlock(String text) {
        if (text.indexOf('\n') < 0
                || text.charAt(0) == ' '
                || text.charAt(0) == '\n'
                || text.endsWith("\n\n")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean printable =
                    c == '\n' || (c >= ' ' && c < 0x7F) || (c > 0xA0 && c < 0x2028) || c > 0x2029;
            if (!printable || c == '\uFEFF' || c >= '\uFFFE') {
                return false;
            }
            if (c == '\n' && i > 0 && text.charAt(i - 1) == ' ') {
                return false;
            }
        }
        return !text.endsWith(" ");
    }

    private static void block(String text, int indent, StringBuilder out) {
        boolean ended = text.endsWith("\n");
        out.append(ended ? " |\n" : " |-\n");
        String body = ended ? text.substring(0, text.length() - 1) : text;
        for (String line : body.split("\n", -1)) {
            if (!line.isEmpty()) {
                spaces(indent, out);
            }
            out.append(line).append('\n');
        }
    }

    /** A JSON string, which YAML reads as well. */
    private static void quoted(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // Line ends of YAML 1.1, what no YAML text may hold, and halves of nothing.
                    boolean plain =
                            c >= ' '
                                    && (c < 0x7F || c > 0xA0)
                                    && c != '\u2028'
                                    && c != '\u2029'
                                    && c != '\uFEFF'
                                    && c < '\uFFFE'
                                    && !isLoneSurrogate(text, i);
                    if (plain) {
                        out.append(c);
                    } else {
                        out.append("\\u").append(HEX.toHexDigits(c));
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c)
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private static void spaces(int count, StringBuilder out) {
        out.repeat(' ', count);
    }
}
