package io.pratique.runtime.rule;

import io.pratique.runtime.output.JsonText;
import java.util.List;

/** Writes results as Falco does: as JSON for programs, as text for people. */
public final class LoadReport {
    private LoadReport() {}

    /**
     * {@code {"falco_load_results": [...]}} in the shape of Falco's {@code --validate}. In {@code
     * context.locations} lines, columns and offsets count from 0, as there; what this program adds
     * ({@code hint}, {@code file}, {@code line}, {@code column}) counts from 1.
     */
    public static String json(List<LoadResult> results) {
        JsonText json = new JsonText();
        json.beginObject().key("falco_load_results").beginArray();
        for (LoadResult result : results) {
            json.beginObject();
            json.key("name").text(result.name());
            json.key("successful").bool(result.isSuccessful());
            json.key("errors").beginArray();
            result.errors().forEach(problem -> problem(json, problem));
            json.endArray();
            json.key("warnings").beginArray();
            result.warnings().forEach(problem -> problem(json, problem));
            json.endArray();
            json.endObject();
        }
        return json.endArray().endObject().toString();
    }

    private static void problem(JsonText json, LoadProblem problem) {
        json.beginObject();
        json.key("code").text(problem.code().code());
        json.key("codedesc").text(problem.code().description());
        json.key("context").beginObject().key("locations").beginArray();
        for (LoadLocation location : problem.locations()) {
            json.beginObject();
            json.key("item_name").text(location.itemName());
            json.key("item_type").text(location.itemType().word());
            json.key("position").beginObject();
            json.key("column").number(location.position().column() - 1L);
            json.key("line").number(location.position().line() - 1L);
            json.key("name").text(location.file());
            json.key("offset").number(location.offset());
            json.endObject().endObject();
        }
        json.endArray().key("snippet").text(problem.snippet()).endObject();
        json.key("message").text(problem.message());
        json.key("hint").text(problem.hint());
        json.key("file").text(problem.file());
        json.key("line").number(problem.position().line());
        json.key("column").number(problem.position().column());
        json.endObject();
    }

    /** For people: every problem with its way, its line and a caret. */
    public static String text(List<LoadResult> results) {
        StringBuilder out = new StringBuilder();
        for (LoadResult result : results) {
            List<LoadProblem> errors = result.errors();
            List<LoadProblem> warnings = result.warnings();
            out.append(result.name())
                    .append(": ")
                    .append(errors.isEmpty() ? "Ok" : "Invalid")
                    .append(warnings.isEmpty() || !errors.isEmpty() ? "" : ", with warnings")
                    .append('\n');
            section(out, errors, "Errors");
            section(out, warnings, "Warnings");
        }
        return out.toString();
    }

    private static void section(StringBuilder out, List<LoadProblem> problems, String title) {
        if (problems.isEmpty()) {
            return;
        }
        out.append(problems.size()).append(' ').append(title).append(":\n");
        for (LoadProblem problem : problems) {
            boolean first = true;
            for (LoadLocation location : problem.locations()) {
                out.append(first ? "In " : "    ").append(location.itemType().word());
                if (!location.itemName().isEmpty()) {
                    out.append(" '").append(location.itemName()).append('\'');
                }
                out.append(": (")
                        .append(location.file())
                        .append(':')
                        .append(location.position())
                        .append(")\n");
                first = false;
            }
            if (!problem.snippet().isEmpty()) {
                out.append("------\n").append(problem.snippet()).append("------\n");
            }
            out.append(problem.code().code())
                    .append(" (")
                    .append(problem.code().description())
                    .append("): ")
                    .append(problem.message());
            if (!problem.hint().isEmpty()) {
                out.append(problem.message().endsWith(".") ? " " : ". ").append(problem.hint());
            }
            out.append("\n\n");
        }
    }
}
