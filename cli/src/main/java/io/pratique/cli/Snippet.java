package io.pratique.cli;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.Node;
import io.pratique.document.Pointers;
import io.pratique.document.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The lines of YAML that a fix writes, from the container or the pod spec inwards. */
final class Snippet {
    private Snippet() {}

    /**
     * The lines for a value at a pointer.
     *
     * @param pointer where it goes; {@code -} as its last step adds to a list
     * @param json the value
     */
    static List<String> of(String pointer, String json) {
        List<String> steps = Pointers.steps(pointer);
        List<String> inner = steps.subList(start(steps), steps.size());
        List<String> lines = new ArrayList<>();
        int indent = 0;
        Document value = Documents.first(Source.of("fix", json));
        for (int i = 0; i < inner.size(); i++) {
            boolean last = i == inner.size() - 1;
            String step = inner.get(i);
            boolean element = step.equals("-") || index(step);
            if (!last) {
                lines.add(" ".repeat(indent) + (element ? "-" : key(step) + ":"));
                indent += 2;
            } else if (element) {
                lines.add(" ".repeat(indent) + "- " + scalar(value.root()));
            } else {
                member(step, value.root(), indent, lines);
            }
        }
        return lines;
    }

    /** Behind the last list of containers and the index in it, or behind the last spec. */
    private static int start(List<String> steps) {
        int start = 0;
        for (int i = 0; i + 1 < steps.size(); i++) {
            String step = steps.get(i);
            if (step.equals("spec") || step.equals("taskDefinition") || step.equals("Properties")) {
                start = i + 1;
            } else if (i + 2 < steps.size()
                    && (step.endsWith("ontainers") || step.endsWith("ontainerDefinitions"))
                    && index(steps.get(i + 1))) {
                return i + 2;
            }
        }
        return start;
    }

    private static boolean index(String step) {
        return !step.isEmpty() && step.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static void member(String key, Node value, int indent, List<String> lines) {
        String start = " ".repeat(indent) + key(key) + ":";
        if (value.isObject() && !value.members().isEmpty()) {
            lines.add(start);
            for (Map.Entry<String, Node> member : value.members()) {
                member(member.getKey(), member.getValue(), indent + 2, lines);
            }
        } else {
            lines.add(start + " " + scalar(value));
        }
    }

    private static String key(String key) {
        return key.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-')
                ? key
                : quoted(key);
    }

    private static String scalar(Node value) {
        return switch (value.kind()) {
            case NULL, TRUE, FALSE, NUMBER -> value.text();
            case STRING, KEY -> key(value.text());
            case ARRAY ->
                    "["
                            + String.join(
                                    ", ",
                                    value.elements().stream()
                                            .map(element ->
                                                    element.isText()
                                                            ? quoted(element.text())
                                                            : scalar(element))
                                            .toList())
                            + "]";
            case OBJECT -> "{}";
        };
    }

    private static String quoted(String text) {
        return "\"" + Shown.line(text.replace("\\", "\\\\").replace("\"", "\\\"")) + "\"";
    }
}
