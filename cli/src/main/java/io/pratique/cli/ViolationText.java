package io.pratique.cli;

import io.pratique.model.Workload;
import io.pratique.policy.Unjudged;
import io.pratique.policy.Violation;
import io.pratique.policy.fix.Operation;
import io.pratique.policy.fix.Patch;
import java.util.ArrayList;
import java.util.List;

/** What is wrong and how it is mended, in words: for reports without a layout of their own. */
final class ViolationText {
    /** The most characters of a value that people are shown. */
    static final int VALUE = 240;

    private ViolationText() {}

    /** Lines: what the rule says, what is there and should be, what to write. */
    static String plain(Workload workload, Violation violation) {
        StringBuilder out = new StringBuilder(violation.message());
        out.append("\n")
                .append(place(violation.location().pointer()))
                .append(" is ")
                .append(Shown.line(violation.observed(), VALUE))
                .append("; should be ")
                .append(Shown.line(violation.expected(), VALUE))
                .append('.');
        List<String> fix = fix(Patch.of(workload, violation));
        if (!fix.isEmpty()) {
            out.append("\nTo fix it, ").append(String.join("\n", fix));
        }
        return out.append("\nSee ").append(violation.documentation()).toString();
    }

    /** As the other one, for what is not known. */
    static String plain(Unjudged unjudged) {
        return "This could not be judged, so it neither passes nor violates.\n"
                + place(unjudged.location().pointer())
                + " is "
                + Shown.line(unjudged.reason(), VALUE)
                + ".\n"
                + unjudged.remedy();
    }

    /** A JSON pointer in the words of a manifest: {@code spec.containers[0].image}. */
    static String place(String pointer) {
        StringBuilder out = new StringBuilder();
        for (String step : io.pratique.document.Pointers.steps(pointer)) {
            if (isIndex(step)) {
                out.append('[').append(step).append(']');
            } else if (step.indexOf('.') >= 0 || step.indexOf('/') >= 0 || step.isEmpty()) {
                out.append("[\"").append(step).append("\"]");
            } else {
                out.append(out.isEmpty() ? "" : ".").append(step);
            }
        }
        return out.isEmpty() ? "the object" : Shown.line(out.toString());
    }

    private static boolean isIndex(String step) {
        for (int i = 0; i < step.length(); i++) {
            if (step.charAt(i) < '0' || step.charAt(i) > '9') {
                return false;
            }
        }
        return !step.isEmpty();
    }

    /**
     * What to do, the first line a phrase that ends with a colon when lines to write follow; none
     * when a person has to decide.
     */
    static List<String> fix(Patch patch) {
        List<String> lines = new ArrayList<>();
        for (Operation operation : patch.operations()) {
            switch (operation) {
                case Operation.Add(String path, String json) -> write(path, json, lines);
                case Operation.Replace(String path, String json) -> write(path, json, lines);
                case Operation.Remove(String path) -> {
                    String what = place(path);
                    lines.add(lines.isEmpty() ? "remove " + what : "and remove " + what);
                }
            }
        }
        return lines;
    }

    private static void write(String path, String json, List<String> lines) {
        lines.add(lines.isEmpty() ? "write" : "and write");
        lines.addAll(Snippet.of(path, json));
    }
}
