package io.pratique.collect.iac;

import io.pratique.collect.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills the variables of a Compose file in, as far as the file alone says their values: that is the
 * default of {@code ${NAME:-default}}. Not for several threads.
 */
final class Interpolation {
    private static final int MAX_DEPTH = 10;

    private final List<String> unresolved = new ArrayList<>();
    private boolean certain;

    /** Pointers of the texts that have a variable without a value. */
    List<String> unresolved() {
        return unresolved;
    }

    Value fill(Value value, String at) {
        return switch (value) {
            case Value.Text(String text) -> {
                certain = true;
                String filled = fill(text, 0);
                if (!certain) {
                    unresolved.add(at);
                }
                yield Value.of(filled);
            }
            case Value.Items(List<Value> items) -> {
                List<Value> all = new ArrayList<>();
                for (Value item : items) {
                    all.add(fill(item, at + "/" + all.size()));
                }
                yield new Value.Items(all);
            }
            case Value.Fields(Map<String, Value> members) -> {
                Map<String, Value> all = new LinkedHashMap<>();
                members.forEach((name, member) -> all.put(name, fill(member, at + "/" + name)));
                yield new Value.Fields(all);
            }
            case Value.Numeral n -> n;
            case Value.Flag f -> f;
            case Value.Nothing n -> n;
        };
    }

    private String fill(String text, int depth) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '$') {
                out.append(c);
                i++;
            } else if (text.startsWith("$$", i)) {
                out.append('$');
                i += 2;
            } else {
                i = variable(text, i, out, depth);
            }
        }
        return out.toString();
    }

    private int variable(String text, int at, StringBuilder out, int depth) {
        boolean braces = text.startsWith("${", at);
        int start = at + (braces ? 2 : 1);
        int end = start;
        while (end < text.length()
                && (text.charAt(end) == '_' || Character.isLetterOrDigit(text.charAt(end)))) {
            end++;
        }
        if (end == start) {
            out.append('$');
            return at + 1;
        }
        if (!braces) {
            certain = false;
            out.append(text, at, end);
            return end;
        }
        int close = end;
        int open = 1;
        while (close < text.length()) {
            char c = text.charAt(close);
            if (c == '{') {
                open++;
            } else if (c == '}' && --open == 0) {
                break;
            }
            close++;
        }
        boolean whole = close < text.length() && depth < MAX_DEPTH;
        String modifier = whole ? text.substring(end, close) : "";
        if (modifier.startsWith(":-") || modifier.startsWith("-")) {
            out.append(fill(modifier.substring(modifier.charAt(0) == ':' ? 2 : 1), depth + 1));
        } else {
            certain = false;
            out.append(text, at, Math.min(text.length(), close + 1));
        }
        return Math.min(text.length(), close + 1);
    }
}
