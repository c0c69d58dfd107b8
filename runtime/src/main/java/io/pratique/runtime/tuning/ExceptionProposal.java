package io.pratique.runtime.tuning;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An exception that would have kept a rule from firing.
 *
 * @param rule the name of the rule
 * @param name of the exception
 * @param fields what is compared, with {@code =}
 * @param values one for each field
 */
public record ExceptionProposal(
        String rule, String name, List<String> fields, List<String> values) {
    public ExceptionProposal {
        fields = List.copyOf(fields);
        values = List.copyOf(values);
        if (fields.isEmpty() || fields.size() != values.size()) {
            throw new IllegalArgumentException("each field needs a value");
        }
    }

    /** A rule file that adds it, to be loaded behind the file of the rule. */
    public String yaml() {
        StringBuilder out = new StringBuilder();
        out.append("- rule: ").append(scalar(rule)).append('\n');
        out.append("  exceptions:\n");
        out.append("    - name: ").append(scalar(name)).append('\n');
        out.append("      fields: [")
                .append(String.join(", ", fields.stream().map(ExceptionProposal::scalar).toList()))
                .append("]\n");
        out.append("      comps: [")
                .append(String.join(", ", fields.stream().map(_ -> "\"=\"").toList()))
                .append("]\n");
        out.append("      values:\n        - [")
                .append(
                        String.join(
                                ", ",
                                values.stream().map(value -> scalar(constant(value))).toList()))
                .append("]\n");
        out.append("  override:\n    exceptions: append\n");
        return out.toString();
    }

    /** A YAML scalar in single quotes, in which only these quotes are doubled. */
    private static String scalar(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** As it must stand in the condition that the exception becomes. */
    private static String constant(String value) {
        boolean isBare =
                !value.isEmpty()
                        && value.chars()
                                .allMatch(c -> c > ' ' && c < 0x7F && "()\"'=,\\".indexOf(c) < 0);
        if (isBare) {
            return value;
        }
        StringBuilder out = new StringBuilder("\"");
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            // A backslash before the last quote would take it for its own.
            if (b >= ' ' && b < 0x7F && b != '"' && b != '\\') {
                out.append((char) b);
            } else {
                out.append("\\x%02x".formatted(b & 0xFF));
            }
        }
        return out.append('"').toString();
    }
}
