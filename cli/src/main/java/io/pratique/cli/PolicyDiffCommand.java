package io.pratique.cli;

import io.pratique.document.Position;
import io.pratique.model.Identity;
import io.pratique.model.KubernetesReader;
import io.pratique.model.Workload;
import io.pratique.model.WorkloadReader;
import io.pratique.policy.Action;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Decision;
import io.pratique.policy.Verdict;
import io.pratique.policy.Violation;
import io.pratique.policy.format.Problem;
import io.pratique.policy.rule.Facts;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileSystems;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** {@code pratique policy diff}: what another policy would change for some workloads. */
final class PolicyDiffCommand implements Command {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    PolicyDiffCommand(InputStream in, PrintStream out, PrintStream err, Clock clock) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    /** How one value of a workload is judged differently. */
    private enum Kind {
        NEWLY_BLOCKED("newlyBlocked", "+ block"),
        NEWLY_LOGGED("newlyLogged", "+ log"),
        NO_LONGER_BLOCKED("noLongerBlocked", "- block"),
        NO_LONGER_LOGGED("noLongerLogged", "- log");

        private final String field;
        private final String mark;

        Kind(String field, String mark) {
            this.field = field;
            this.mark = mark;
        }
    }

    /** What makes two violations the same one, whatever their rules are called. */
    private record Place(String type, String container, String pointer, String observed) {}

    private record Difference(Kind kind, Violation violation) {}

    private record Change(
            Outcome.Judged judged, Verdict before, Verdict after, List<Difference> differences) {}

    @Override
    public Usage usage() {
        return new Usage(
                "policy diff",
                "Says what policy B newly blocks, newly logs and no longer does, compared with A.",
                List.of(
                        Operand.one(
                                "A",
                                Values.policies(),
                                "the policy of today: a preset, file or folder"),
                        Operand.one("B", Values.policies(), "the policy of tomorrow"),
                        Operand.many(
                                "PATH",
                                Values.files(),
                                "workloads: files, folders, or - for standard input")),
                List.of(
                        Option.choice(
                                        "--output",
                                        List.of("table", "json"),
                                        "the form of the answer; table")
                                .or("-o")),
                List.of(
                        "0 nothing changes",
                        "1 something changes",
                        "2 something could not be judged, or there was nothing to judge",
                        "3 wrong usage"),
                List.of(
                        "pratique policy diff starter:kubernetes policy.yaml k8s/",
                        "pratique policy diff pod-security:baseline:v1.25 pod-security:baseline:latest k8s/",
                        "kubectl get pods -A -o json | pratique policy diff old.yaml new.yaml - --output json"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        PolicyFiles files = new PolicyFiles(in, LocalDate.now(clock));
        List<String> operands = arguments.operands();
        CompiledPolicy before = compiled(files, operands.get(0));
        CompiledPolicy after = compiled(files, operands.get(1));
        Facts facts = Facts.at(clock.instant());
        List<Change> changes = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        int[] workloads = new int[1];
        Consumer<Outcome> sink =
                outcome -> {
                    switch (outcome) {
                        case Outcome.Judged judged -> {
                            workloads[0]++;
                            compare(judged, after.decide(judged.workload(), facts), changes);
                        }
                        case Outcome.Failed failed ->
                                faults.add(
                                        new Fault(
                                                failed.path(),
                                                new Problem(
                                                        Problem.Severity.ERROR,
                                                        failed.code(),
                                                        new Position(
                                                                failed.line(), failed.column()),
                                                        "",
                                                        failed.message(),
                                                        failed.hint())));
                        case Outcome.Skipped _ -> {}
                    }
                };
        Checker checker =
                new Checker(before, new WorkloadReader(KubernetesReader.KNOWN_CUSTOM_KINDS), facts);
        try (Pipeline pipeline =
                new Pipeline(Runtime.getRuntime().availableProcessors(), sink, () -> {})) {
            new Check(checker, pipeline, FileSystems.getDefault(), in)
                    .run(operands.subList(2, operands.size()));
        }
        if (arguments.text("--output", "table").equals("json")) {
            json(operands, workloads[0], changes, faults);
        } else {
            table(operands, workloads[0], changes, faults);
        }
        if (!faults.isEmpty() || workloads[0] == 0) {
            return ExitCode.NOT_JUDGED;
        }
        return changes.isEmpty() ? ExitCode.CLEAN : ExitCode.VIOLATIONS;
    }

    private CompiledPolicy compiled(PolicyFiles files, String reference) {
        PolicyFiles.Loaded loaded = files.policies(List.of(reference));
        loaded.faults().forEach(fault -> err.println(fault.shown()));
        return CompiledPolicy.of(loaded.policies());
    }

    private static void compare(Outcome.Judged judged, Decision after, List<Change> changes) {
        Map<Place, Violation> old = strictest(judged.decision());
        Map<Place, Violation> now = strictest(after);
        Set<Place> places = new LinkedHashSet<>(now.keySet());
        places.addAll(old.keySet());
        List<Difference> differences = new ArrayList<>();
        for (Place place : places) {
            Violation left = old.get(place);
            Violation right = now.get(place);
            if (right != null && (left == null || left.action() != right.action())) {
                differences.add(
                        new Difference(
                                right.action() == Action.BLOCK
                                        ? Kind.NEWLY_BLOCKED
                                        : left == null ? Kind.NEWLY_LOGGED : Kind.NO_LONGER_BLOCKED,
                                right));
            } else if (left != null && right == null) {
                differences.add(
                        new Difference(
                                left.action() == Action.BLOCK
                                        ? Kind.NO_LONGER_BLOCKED
                                        : Kind.NO_LONGER_LOGGED,
                                left));
            }
        }
        if (!differences.isEmpty() || judged.decision().verdict() != after.verdict()) {
            differences.sort((a, b) -> a.kind().compareTo(b.kind()));
            changes.add(
                    new Change(judged, judged.decision().verdict(), after.verdict(), differences));
        }
    }

    /** Of several violations at one place, the one with the strictest action. */
    private static Map<Place, Violation> strictest(Decision decision) {
        Map<Place, Violation> places = new LinkedHashMap<>();
        for (Violation violation : decision.violations()) {
            places.merge(
                    new Place(
                            violation.type(),
                            violation.container(),
                            violation.location().pointer(),
                            violation.observed()),
                    violation,
                    (one, other) -> other.action().compareTo(one.action()) > 0 ? other : one);
        }
        return places;
    }

    private void table(
            List<String> operands, int workloads, List<Change> changes, List<Fault> faults) {
        faults.forEach(fault -> out.println(fault.shown()));
        for (Change change : changes) {
            Identity identity = change.judged().workload().identity();
            out.println(
                    "%s %s  %s:%d  %s → %s"
                            .formatted(
                                    identity.kind(),
                                    Shown.line(
                                            identity.namespace().isEmpty()
                                                    ? identity.name()
                                                    : identity.namespace() + "/" + identity.name()),
                                    change.judged().path(),
                                    change.judged().line(),
                                    change.before().id(),
                                    change.after().id()));
            for (Difference difference : change.differences()) {
                Violation violation = difference.violation();
                out.println(
                        "  %-8s %-26s line %-4d %s%s is %s"
                                .formatted(
                                        difference.kind().mark,
                                        violation.rule(),
                                        violation.location().line(),
                                        violation.container().isEmpty()
                                                ? ""
                                                : "container "
                                                        + Shown.line(violation.container())
                                                        + ": ",
                                        Shown.line(violation.location().pointer()),
                                        Shown.line(violation.observed())));
            }
            out.println();
        }
        out.println(
                "%s → %s: %d of %d workloads change: %d newly blocked, %d no longer blocked."
                        .formatted(
                                operands.get(0),
                                operands.get(1),
                                changes.size(),
                                workloads,
                                count(changes, false),
                                count(changes, true)));
        if (workloads == 0) {
            out.println("Nothing was found to judge.");
        }
    }

    /** How many workloads start (or cease) to be blocked. */
    private static long count(List<Change> changes, boolean cease) {
        return changes.stream()
                .filter(change -> change.before() != change.after())
                .filter(change -> (cease ? change.before() : change.after()) == Verdict.BLOCK)
                .count();
    }

    private void json(
            List<String> operands, int workloads, List<Change> changes, List<Fault> faults) {
        JsonGenerator json = JsonOutput.to(out);
        json.writeStartObject();
        json.writeStringProperty("a", operands.get(0));
        json.writeStringProperty("b", operands.get(1));
        json.writeArrayPropertyStart("changes");
        for (Change change : changes) {
            change(json, change);
        }
        json.writeEndArray();
        JsonOutput.faults(json, "errors", faults);
        json.writeObjectPropertyStart("summary");
        json.writeNumberProperty("workloads", workloads);
        json.writeNumberProperty("changed", changes.size());
        json.writeNumberProperty("newlyBlocked", count(changes, false));
        json.writeNumberProperty("noLongerBlocked", count(changes, true));
        json.writeNumberProperty("errors", faults.size());
        json.writeEndObject();
        json.writeEndObject();
        JsonOutput.end(json);
    }

    private static void change(JsonGenerator json, Change change) {
        Workload workload = change.judged().workload();
        json.writeStartObject();
        json.writeStringProperty("path", change.judged().path());
        json.writeNumberProperty("line", change.judged().line());
        json.writeStringProperty("platform", workload.platform().id());
        json.writeStringProperty("kind", workload.identity().kind());
        json.writeStringProperty("namespace", workload.identity().namespace());
        json.writeStringProperty("name", workload.identity().name());
        json.writeStringProperty("before", change.before().id());
        json.writeStringProperty("after", change.after().id());
        for (Kind kind : Kind.values()) {
            json.writeArrayPropertyStart(kind.field);
            for (Difference difference : change.differences()) {
                if (difference.kind() == kind) {
                    violation(json, difference.violation());
                }
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void violation(JsonGenerator json, Violation violation) {
        json.writeStartObject();
        json.writeStringProperty("policy", violation.policy());
        json.writeStringProperty("rule", violation.rule());
        json.writeStringProperty("type", violation.type());
        json.writeStringProperty("action", violation.action().id());
        json.writeStringProperty("severity", violation.severity().id());
        json.writeStringProperty("container", violation.container());
        json.writeStringProperty("pointer", violation.location().pointer());
        json.writeNumberProperty("line", violation.location().line());
        json.writeNumberProperty("column", violation.location().column());
        json.writeStringProperty("observed", violation.observed());
        json.writeStringProperty("expected", violation.expected());
        json.writeEndObject();
    }
}
