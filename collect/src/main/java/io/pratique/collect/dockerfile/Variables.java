package io.pratique.collect.dockerfile;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values of ARG and ENV at one place of a Dockerfile, and how the builder fills them in.
 * Defaults of arguments count: that is what is built when nobody says otherwise. A variable without
 * a value is not known, not empty: whoever builds may give one.
 */
final class Variables {
    private static final int MAX_DEPTH = 20;
    private static final int MAX_TEXT = 1 << 16;

    private final Map<String, Optional<String>> values = new HashMap<>();
    private final char escape;
    private boolean certain = true;

    Variables(char escape) {
        this.escape = escape;
    }

    void set(String name, Optional<String> value) {
        values.put(name, value);
    }

    Optional<String> get(String name) {
        return values.getOrDefault(name, Optional.empty());
    }

    /**
     * @param text with all variables filled in that are known
     * @param certain false when one was not
     */
    record Filled(String text, boolean certain) {}

    /**
     * Fills a text in.
     *
     * @param unquote true to take quotes and escapes out, as the builder does
     */
    Filled fill(String text, boolean unquote) {
        certain = true;
        String filled = fill(text, unquote, 0);
        return new Filled(filled, certain);
    }

    private String fill(String text, boolean unquote, int depth) {
        if (depth > MAX_DEPTH) {
            certain = false;
            return text;
        }
        StringBuilder out = new StringBuilder();
        char quote = 0;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (out.length() > MAX_TEXT) {
                certain = false;
                return text;
            }
            if (c == escape && quote != '\'' && i + 1 < text.length()) {
                char next = text.charAt(i + 1);
                boolean inside = quote == '"' && next != '"' && next != '$' && next != escape;
                if (!unquote || inside) {
                    out.append(c);
                }
                out.append(next);
                i += 2;
            } else if ((c == '"' || c == '\'') && (quote == 0 || quote == c)) {
                quote = quote == 0 ? c : 0;
                if (!unquote) {
                    out.append(c);
                }
                i++;
            } else if (c == '$' && quote != '\'') {
                i = variable(text, i, out, unquote, depth);
            } else {
                out.append(c);
                i++;
            }
        }
        return out.toString();
    }

    private int variable(String text, int at, StringBuilder out, boolean unquote, int depth) {
        int start = at + 1;
        boolean braces = start < text.length() && text.charAt(start) == '{';
        int name = braces ? start + 1 : start;
        int end = name;
        while (end < text.length() && part(text.charAt(end), end == name)) {
            end++;
        }
        if (end == name) {
            out.append('$');
            return at + 1;
        }
        String key = text.substring(name, end);
        if (!braces) {
            out.append(valueOr(key, "$" + key));
            return end;
        }
        int close = close(text, end);
        if (close < 0) {
            certain = false;
            out.append(text, at, text.length());
            return text.length();
        }
        out.append(modified(key, text.substring(end, close), unquote, depth));
        return close + 1;
    }

    private static boolean part(char c, boolean first) {
        return c == '_'
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || !first && c >= '0' && c <= '9';
    }

    private static int close(String text, int from) {
        int open = 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '}' && --open == 0) {
                return i;
            }
            if (c == '{' && text.charAt(i - 1) == '$') {
                open++;
            }
        }
        return -1;
    }

    private String valueOr(String key, String otherwise) {
        Optional<String> value = get(key);
        if (value.isEmpty()) {
            certain = false;
        }
        return value.orElse(otherwise);
    }

    private String modified(String key, String modifier, boolean unquote, int depth) {
        String whole = "${" + key + modifier + "}";
        Optional<String> value = get(key);
        boolean colon = modifier.startsWith(":");
        String rest = colon ? modifier.substring(1) : modifier;
        if (rest.isEmpty()) {
            return valueOr(key, whole);
        }
        String word = rest.substring(1);
        boolean filled = value.isPresent() && !(colon && value.get().isEmpty());
        return switch (rest.charAt(0)) {
            // A declared argument without a default: whoever builds without it gets the word.
            case '-' -> filled ? value.get() : fill(word, unquote, depth + 1);
            case '+' -> filled ? fill(word, unquote, depth + 1) : "";
            case '?' -> valueOr(key, whole);
            default -> {
                // Patterns: ${v#x}, ${v%x}, ${v/x/y}. Their value is not worked out.
                certain = false;
                yield whole;
            }
        };
    }
}
