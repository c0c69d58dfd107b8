package io.pratique.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as texts, in JSON and in YAML; and as trees that can be compared. */
final class Written {
    private Written() {}

    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' '
                            || c >= 0x7F && c < 0xA0
                            || c == 0x2028
                            || c == 0x2029
                            || c == 0xFEFF) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    static String json(Node node) {
        return switch (node.kind()) {
            case NULL, TRUE, FALSE, NUMBER -> node.text();
            case STRING, KEY -> quoted(node.text());
            case ARRAY ->
                    "["
                            + String.join(",", node.elements().stream().map(Written::json).toList())
                            + "]";
            case OBJECT -> {
                List<String> members = new ArrayList<>();
                node.members()
                        .forEach(m -> members.add(quoted(m.getKey()) + ":" + json(m.getValue())));
                yield "{" + String.join(",", members) + "}";
            }
        };
    }

    /** A text in YAML: bare where every reader takes it for the same text, otherwise in quotes. */
    static String yaml(String text) {
        return isBare(text) ? text : quoted(text);
    }

    private static boolean isBare(String text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            boolean inside = c >= '0' && c <= '9' || c == '-' || c == '.' || c == '/' || c == '+';
            if (!letter && (i == 0 || !inside)) {
                return false;
            }
        }
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Scalars.resolve(bytes, 0, bytes.length) == Kind.STRING;
    }

    /** A value on one line of YAML; the texts of a list in quotes, as manifests have them. */
    static String flow(Node node) {
        return switch (node.kind()) {
            case NULL, TRUE, FALSE, NUMBER -> node.text();
            case STRING, KEY -> yaml(node.text());
            case ARRAY ->
                    "["
                            + String.join(
                                    ", ",
                                    node.elements().stream()
                                            .map(e -> e.isText() ? quoted(e.text()) : flow(e))
                                            .toList())
                            + "]";
            case OBJECT -> {
                List<String> members = new ArrayList<>();
                node.members()
                        .forEach(m -> members.add(yaml(m.getKey()) + ": " + flow(m.getValue())));
                yield "{" + String.join(", ", members) + "}";
            }
        };
    }

    /** A scalar that is not equal to any text. */
    private record Bare(Kind kind, String text) {}

    /** The value as lists, maps and scalars with an equality of their own. */
    static Object tree(Node node) {
        return switch (node.kind()) {
            case NULL, TRUE, FALSE -> new Bare(node.kind(), "");
            case NUMBER -> new Bare(node.kind(), node.text());
            case STRING, KEY -> node.text();
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                node.elements().forEach(element -> list.add(tree(element)));
                yield list;
            }
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.members().forEach(m -> map.put(m.getKey(), tree(m.getValue())));
                yield map;
            }
        };
    }

    /** The tree of a value after changes; the changes are those of its own place. */
    static Object changed(Node node, Changes.Place place) {
        if (place.untouched()) {
            return tree(node);
        }
        if (place.json != null || node.isNull()) {
            return tree(Documents.first(Source.of("change", Changes.json(place))).root());
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            List<Node> elements = node.elements();
            for (int i = 0; i < elements.size(); i++) {
                Changes.Place below = place.below.get(Integer.toString(i));
                if (below == null) {
                    list.add(tree(elements.get(i)));
                } else if (!below.removed) {
                    list.add(changed(elements.get(i), below));
                }
            }
            for (String json : place.appended) {
                list.add(tree(Documents.first(Source.of("change", json)).root()));
            }
            return list;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, Node> member : node.members()) {
            Changes.Place below = place.below.get(member.getKey());
            if (below == null) {
                map.put(member.getKey(), tree(member.getValue()));
            } else if (!below.removed) {
                map.put(member.getKey(), changed(member.getValue(), below));
            }
        }
        place.below.forEach((key, below) -> {
            if (!below.removed && !map.containsKey(key)) {
                map.put(
                        key,
                        tree(Documents.first(Source.of("change", Changes.json(below))).root()));
            }
        });
        return map;
    }
}
