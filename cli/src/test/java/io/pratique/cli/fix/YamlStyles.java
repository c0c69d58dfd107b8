package io.pratique.cli.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes trees in the many ways in which people write YAML and JSON. Comments on lines of their own
 * are numbered, so that a test can see that none is lost.
 */
final class YamlStyles {
    private final Random random;
    private final String newline;
    private final int step;
    private final boolean flushLists;
    private int comments;

    YamlStyles(Random random) {
        this.random = random;
        this.newline = random.nextInt(4) == 0 ? "\r\n" : "\n";
        this.step = List.of(2, 2, 2, 4, 3).get(random.nextInt(5));
        this.flushLists = random.nextBoolean();
    }

    String newline() {
        return newline;
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    /** A document in blocks, with flow style here and there. */
    String block(Object tree) {
        StringBuilder out = new StringBuilder();
        mapping((Map<?, ?>) tree, 0, "", out);
        return out.toString();
    }

    private String comment(int indent) {
        return one(8)
                ? " ".repeat(indent) + "# own " + comments++ + ": 'odd' {text}" + newline
                : "";
    }

    private String trailing() {
        return one(8) ? "  # behind: it" : "";
    }

    /**
     * @param first what stands before the first key on its line: a dash and a space, or nothing
     */
    private void mapping(Map<?, ?> map, int indent, String first, StringBuilder out) {
        String start = first;
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (start.isEmpty()) {
                out.append(comment(indent));
                out.append(one(20) ? newline : "");
            }
            out.append(start.isEmpty() ? " ".repeat(indent) : start);
            start = "";
            out.append(key((String) member.getKey())).append(':');
            value(member.getValue(), indent, out);
        }
    }

    private void value(Object value, int indent, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() && !one(5) -> {
                out.append(trailing()).append(newline);
                mapping(map, indent + step, "", out);
            }
            case List<?> list when !list.isEmpty() && !one(4) -> {
                out.append(trailing()).append(newline);
                list(list, flushLists ? indent : indent + step, out);
            }
            case Map<?, ?> map ->
                    out.append(' ').append(flow(map, indent)).append(trailing()).append(newline);
            case List<?> list ->
                    out.append(' ').append(flow(list, indent)).append(trailing()).append(newline);
            default -> {
                String text = scalar(value);
                out.append(text.isEmpty() ? "" : " ")
                        .append(text)
                        .append(trailing())
                        .append(newline);
            }
        }
    }

    private void list(List<?> list, int indent, StringBuilder out) {
        for (Object element : list) {
            out.append(comment(indent));
            String dash = " ".repeat(indent) + "-" + (one(6) ? "   " : " ");
            if (element instanceof Map<?, ?> map && !map.isEmpty() && !one(6)) {
                mapping(map, dash.length(), dash, out);
            } else {
                String text =
                        element instanceof Map<?, ?> || element instanceof List<?>
                                ? flow(element, indent)
                                : scalar(element);
                out.append(dash)
                        .append(text.isEmpty() ? "~" : text)
                        .append(trailing())
                        .append(newline);
            }
        }
    }

    private String flow(Object value, int indent) {
        List<String> parts = new ArrayList<>();
        switch (value) {
            case Map<?, ?> map ->
                    map.forEach((k, v) -> parts.add(key((String) k) + ": " + flow(v, indent)));
            case List<?> list -> list.forEach(element -> parts.add(flow(element, indent)));
            default -> {
                String text = scalar(value);
                return text.isEmpty() ? "null" : text;
            }
        }
        String open = value instanceof Map<?, ?> ? "{" : "[";
        String close = value instanceof Map<?, ?> ? "}" : "]";
        if (parts.size() > 1 && one(5)) {
            String line = newline + " ".repeat(indent + step + 2);
            return open + line + String.join("," + line, parts) + line + close;
        }
        String space = one(3) ? " " : "";
        return open + space + String.join(one(4) ? "," + space + " " : ", ", parts) + space + close;
    }

    private String key(String key) {
        return one(12) ? "\"" + key + "\"" : key;
    }

    private String scalar(Object value) {
        return switch (value) {
            case String text -> {
                boolean plain =
                        text.matches("[A-Za-z_][A-Za-z0-9_./-]*")
                                && !text.matches("(?i)y|n|yes|no|on|off|true|false|null");
                int style = random.nextInt(4);
                yield plain && style < 2
                        ? text
                        : style == 2 && !text.contains("'") ? "'" + text + "'" : json(text);
            }
            case Boolean flag when one(5) -> flag ? "yes" : "no";
            default ->
                    value.equals(Pods.NULL)
                            ? List.of("null", "~", "").get(random.nextInt(3))
                            : value.toString();
        };
    }

    /** A document in JSON: on one line, tight, or over many lines. */
    String json(Object tree, int style) {
        StringBuilder out = new StringBuilder();
        json(tree, style, "", out);
        return out.toString();
    }

    private void json(Object value, int style, String indent, StringBuilder out) {
        boolean map = value instanceof Map<?, ?>;
        if (!map && !(value instanceof List<?>)) {
            out.append(
                    value instanceof String text
                            ? json(text)
                            : value.equals(Pods.NULL) ? "null" : value.toString());
            return;
        }
        List<Object[]> children = new ArrayList<>();
        if (value instanceof Map<?, ?> members) {
            members.forEach((k, v) -> children.add(new Object[] {json((String) k), v}));
        } else {
            ((List<?>) value).forEach(element -> children.add(new Object[] {"", element}));
        }
        String inner = indent + (style == 2 ? "\t" : "  ");
        boolean lines = style >= 2 && !children.isEmpty();
        out.append(map ? '{' : '[');
        String separator = "";
        for (Object[] child : children) {
            out.append(separator).append(lines ? newline + inner : "");
            if (map) {
                out.append(child[0]).append(style == 0 ? ":" : ": ");
            }
            json(child[1], style, inner, out);
            separator = style == 1 ? ", " : ",";
        }
        out.append(lines ? newline + indent : "").append(map ? '}' : ']');
    }

    private static String json(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
