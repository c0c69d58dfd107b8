package io.pratique.collect.dockerfile;

import io.pratique.collect.Collected;
import io.pratique.collect.Coverage;
import io.pratique.collect.Coverage.Reason;
import io.pratique.collect.Evidence;
import io.pratique.collect.Facts;
import io.pratique.collect.Redaction;
import io.pratique.collect.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes evidence of Dockerfiles; the form stands in docs/evidence.md. Immutable. */
public final class DockerfileCollector {
    private static final Pattern NAME =
            Pattern.compile("(.*[._-])?(dockerfile|containerfile)([._-].*)?");

    private final Redaction redaction;

    public DockerfileCollector(Redaction redaction) {
        this.redaction = redaction;
    }

    /** True when a file of this name (no path) is a Dockerfile by custom. */
    public static boolean recognises(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAME.matcher(lower).matches()
                && !lower.endsWith(".dockerignore")
                && !lower.endsWith(".md");
    }

    /**
     * Reads one file.
     *
     * @param path as reports shall show it
     */
    public Collected collect(String path, String text) {
        Dockerfile file = DockerfileParser.parse(text);
        String source = "dockerfile";
        if (!file.problems().isEmpty()) {
            List<Coverage.Entry> entries = new ArrayList<>();
            for (Dockerfile.Problem problem : file.problems()) {
                String hint = problem.hint().isEmpty() ? "" : " " + problem.hint();
                entries.add(
                        new Coverage.Entry(
                                source,
                                Coverage.Status.FAILED,
                                Optional.of(
                                        problem.code().equals("too-large")
                                                ? Reason.TOO_LARGE
                                                : Reason.PARSE_ERROR),
                                path
                                        + ":"
                                        + problem.line()
                                        + ": "
                                        + redaction.redact(problem.message())
                                        + hint,
                                path,
                                ""));
            }
            Evidence.Subject missing =
                    Evidence.Subject.missing(
                            "dockerfile",
                            path,
                            Map.of(),
                            entries.getFirst().reason().orElse(Reason.PARSE_ERROR),
                            "a Dockerfile that a builder accepts at " + path);
            return new Collected(List.of(missing), entries);
        }
        return new Collected(
                List.of(subject(path, file)), List.of(Coverage.Entry.ok(source, path)));
    }

    private Evidence.Subject subject(String path, Dockerfile file) {
        List<String> unresolved = new ArrayList<>();
        List<String> pairs = new ArrayList<>();
        List<Value> stages = new ArrayList<>();
        for (Stage stage : file.stages()) {
            String at = "/stages/" + stages.size();
            List<Value> instructions = new ArrayList<>();
            for (Instruction instruction : stage.instructions()) {
                String place = at + "/instructions/" + instructions.size();
                for (int index : instruction.unresolved()) {
                    unresolved.add(place + "/arguments/" + index);
                }
                instructions.add(instruction(instruction, place, pairs));
            }
            if (!stage.fromKnown()) {
                unresolved.add(at + "/from");
            }
            Facts facts = new Facts().put("name", stage.name()).put("from", stage.from());
            if (!stage.platform().isEmpty()) {
                facts.put("platform", stage.platform());
            }
            facts.put("line", stage.line()).put("instructions", new Value.Items(instructions));
            stages.add(facts.done());
        }
        List<Value> arguments = new ArrayList<>();
        for (Instruction argument : file.arguments()) {
            arguments.add(instruction(argument, "/arguments/" + arguments.size(), pairs));
        }
        Value.Fields doc =
                new Facts()
                        .put("stages", new Value.Items(stages))
                        .put("arguments", new Value.Items(arguments))
                        .done();
        Redaction.Redacted redacted = redaction.redact(doc);
        redacted.pointers().stream().filter(p -> !pairs.contains(p)).forEach(pairs::add);
        return new Evidence.Subject(
                "dockerfile",
                path,
                Map.of(),
                Value.EMPTY,
                Value.EMPTY,
                new Evidence.Doc(redacted.fields(), unresolved, pairs),
                Optional.of(new Evidence.Location(path, 1)));
    }

    private Value instruction(Instruction instruction, String place, List<String> pairs) {
        Facts facts =
                new Facts()
                        .put("instruction", instruction.keyword().name())
                        .put("line", instruction.line())
                        .put("endLine", instruction.endLine())
                        .put("form", instruction.form().name().toLowerCase(Locale.ROOT));
        Map<String, Value> flags = new LinkedHashMap<>();
        instruction
                .flags()
                .forEach((name, values) ->
                        flags.put(
                                name,
                                values.size() == 1
                                        ? Value.of(values.getFirst())
                                        : Value.ofTexts(values)));
        facts.put("flags", new Value.Fields(flags));
        List<String> arguments = new ArrayList<>(instruction.arguments());
        for (int i = 0; instruction.keyword().pairs() && i < arguments.size(); i++) {
            String pair = pair(arguments.get(i));
            if (!pair.equals(arguments.get(i))) {
                arguments.set(i, pair);
                pairs.add(place + "/arguments/" + i);
            }
        }
        facts.put("arguments", Value.ofTexts(arguments)).put("onbuild", instruction.onbuild());
        List<Value> heredocs = new ArrayList<>();
        for (Heredoc heredoc : instruction.heredocs()) {
            heredocs.add(
                    new Facts()
                            .put("name", heredoc.name())
                            .put("content", heredoc.content())
                            .put("expands", heredoc.expands())
                            .done());
        }
        return facts.put("heredocs", new Value.Items(heredocs)).done();
    }

    /** The value of a name that says secret goes as a whole, blanks and all. */
    private String pair(String pair) {
        int equals = pair.indexOf('=');
        boolean secret = equals > 0 && Redaction.isSecretName(pair.substring(0, equals));
        return secret ? redaction.variable(pair) : pair;
    }
}
