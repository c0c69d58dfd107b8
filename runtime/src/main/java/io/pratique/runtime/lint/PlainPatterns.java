package io.pratique.runtime.lint;

import java.util.Optional;

/** Says patterns with plain operators where that is the same. */
final class PlainPatterns {
    private static final String SIGNS = "\\^$.|?*+()[]{}";

    private PlainPatterns() {}

    /** The operator and its right side, or empty when the expression needs to be one. */
    static Optional<String> ofRegex(String regex) {
        String body = regex;
        boolean open = false;
        boolean openEnd = false;
        if (body.startsWith("^")) {
            body = body.substring(1);
        }
        if (body.endsWith("$") && !body.endsWith("\\$")) {
            body = body.substring(0, body.length() - 1);
        }
        if (body.startsWith(".*")) {
            open = true;
            body = body.substring(2);
        }
        if (body.endsWith(".*") && !body.endsWith("\\.*")) {
            openEnd = true;
            body = body.substring(0, body.length() - 2);
        }
        if (!open && !openEnd && body.startsWith("(") && body.endsWith(")")) {
            String inner = body.substring(1, body.length() - 1);
            String[] words = inner.split("\\|", -1);
            StringBuilder list = new StringBuilder();
            for (String word : words) {
                if (word.isEmpty() || hasSigns(word)) {
                    return Optional.empty();
                }
                list.append(list.isEmpty() ? "" : ", ").append(quoted(word));
            }
            return Optional.of("in (" + list + ")");
        }
        Optional<String> text = literal(body);
        // A point fits no line break, so an open end is not quite the same; what rules look at has
        // none.
        return text.isEmpty() ? Optional.empty() : plain(text.get(), open, openEnd);
    }

    static Optional<String> ofGlob(String glob) {
        boolean open = glob.startsWith("*");
        String body = open ? glob.substring(1) : glob;
        boolean openEnd = body.endsWith("*");
        body = openEnd ? body.substring(0, body.length() - 1) : body;
        boolean hasSigns = body.chars().anyMatch(c -> "*?[\\".indexOf(c) >= 0);
        return hasSigns ? Optional.empty() : plain(body, open, openEnd);
    }

    private static Optional<String> plain(String text, boolean open, boolean openEnd) {
        if (text.isEmpty()) {
            return Optional.of("exists");
        }
        String operator = open ? openEnd ? "contains" : "endswith" : openEnd ? "startswith" : "=";
        return Optional.of(operator + " " + quoted(text));
    }

    private static boolean hasSigns(String text) {
        return text.chars().anyMatch(c -> SIGNS.indexOf(c) >= 0);
    }

    /** A text whose only signs have a backslash before them. */
    private static Optional<String> literal(String regex) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length() && SIGNS.indexOf(regex.charAt(i + 1)) >= 0) {
                text.append(regex.charAt(++i));
            } else if (SIGNS.indexOf(c) >= 0) {
                return Optional.empty();
            } else {
                text.append(c);
            }
        }
        return Optional.of(text.toString());
    }

    private static String quoted(String text) {
        boolean isBare = text.chars().noneMatch(c -> c <= ' ' || "()\"'=,\\".indexOf(c) >= 0);
        return isBare ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
