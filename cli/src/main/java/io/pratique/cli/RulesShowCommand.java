package io.pratique.cli;

import io.pratique.document.Nearest;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.language.ConditionText;
import io.pratique.runtime.managed.ManagedRule;
import io.pratique.runtime.output.JsonText;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadReport;
import io.pratique.runtime.rule.RuleFiles;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** {@code pratique rules show}: shows one rule as it is judged. */
final class RulesShowCommand implements Command {
    private static final String OUTPUT = "--output";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    RulesShowCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "rules show",
                "Shows a detection rule as it is judged: lists, macros, appends and exceptions put in.",
                List.of(
                        Operand.one("RULE", Values.any(), "the name or the id of the rule"),
                        Operand.any(
                                "FILE",
                                Values.files(),
                                "rule files or folders in load order, or -; the managed rules when none is named")),
                List.of(Option.choice(OUTPUT, List.of("text", "json"), "the form; text").or("-o")),
                List.of("0 shown", "2 there is no such rule, or it has an error", "3 wrong usage"),
                List.of("pratique rules show \"Terminal shell in container\" falco_rules.yaml"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        List<String> operands = arguments.operands();
        String wanted = operands.getFirst();
        RuleFiles files =
                new RulesFiles(in)
                        .load(
                                operands.size() > 1
                                        ? operands.subList(1, operands.size())
                                        : List.of(RulesFiles.MANAGED));
        Optional<DetectionRule> found =
                files.rules().stream()
                        .filter(rule -> rule.name().equals(wanted) || rule.id().equals(wanted))
                        .findFirst();
        if (found.isEmpty()) {
            if (!files.isSuccessful()) {
                err.print(LoadReport.text(files.results()));
            }
            err.println(
                    "pratique: no rule '"
                            + wanted
                            + "' could be loaded. "
                            + Nearest.hint(
                                    wanted,
                                    files.rules().stream().map(DetectionRule::name).toList()));
            return ExitCode.NOT_JUDGED;
        }
        if (arguments.text(OUTPUT, "text").equals("json")) {
            JsonText json = new JsonText();
            json(json, found.get());
            out.println(json);
        } else {
            text(found.get());
        }
        return ExitCode.CLEAN;
    }

    private void text(DetectionRule rule) {
        line("rule", rule.name());
        if (!rule.id().isEmpty()) {
            line("id", rule.id());
            line("action", rule.action().word());
        }
        line("description", rule.description());
        line("priority", rule.priority().word());
        line("enabled", Boolean.toString(rule.enabled()));
        line("tags", String.join(", ", rule.tags()));
        line("defined", rule.file() + ":" + rule.position());
        line("events", String.join(" ", EventTable.standard().names(rule.eventTypes())));
        line("exceptions", String.join(", ", rule.exceptionNames()));
        line("output", rule.output().text());
        line("condition", ConditionText.of(rule.condition()));
        ManagedRule managed = new ManagedRule(rule);
        if (!managed.version().isEmpty()) {
            line("version", managed.version());
            line("rationale", managed.rationale());
            line("false positives", managed.falsePositives());
            line("response", managed.response());
        }
    }

    private void line(String name, String value) {
        out.println(value.isEmpty() ? name + ":" : name + ": " + value.strip());
    }

    /** A rule as JSON. */
    static void json(JsonText json, DetectionRule rule) {
        json.beginObject();
        json.key("rule").text(rule.name());
        json.key("id").text(rule.id());
        json.key("description").text(rule.description());
        json.key("priority").text(rule.priority().word());
        json.key("source").text(rule.source());
        json.key("enabled").bool(rule.enabled());
        json.key("action").text(rule.action().word());
        texts(json, "tags", List.copyOf(rule.tags()));
        texts(json, "exceptions", rule.exceptionNames());
        texts(json, "eventTypes", List.copyOf(EventTable.standard().names(rule.eventTypes())));
        json.key("output").text(rule.output().text());
        json.key("condition").text(rule.conditionText().strip());
        json.key("expanded").text(ConditionText.of(rule.condition()));
        ManagedRule managed = new ManagedRule(rule);
        if (!managed.version().isEmpty()) {
            json.key("version").text(managed.version());
            texts(json, "tactics", managed.tactics());
            texts(json, "techniques", managed.techniques());
            json.key("rationale").text(managed.rationale());
            json.key("falsePositives").text(managed.falsePositives());
            json.key("response").text(managed.response());
        }
        json.key("file").text(rule.file());
        json.key("line").number(rule.position().line());
        json.endObject();
    }

    private static void texts(JsonText json, String name, List<String> texts) {
        json.key(name).beginArray();
        texts.forEach(json::text);
        json.endArray();
    }
}
