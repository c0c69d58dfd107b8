package io.pratique.cli;

import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.model.Identity;
import io.pratique.model.KubernetesReader;
import io.pratique.model.ReadResult;
import io.pratique.model.Workload;
import io.pratique.model.WorkloadReader;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Decision;
import io.pratique.policy.Excepted;
import io.pratique.policy.Presets;
import io.pratique.policy.Unjudged;
import io.pratique.policy.Violation;
import io.pratique.policy.format.CasesReader;
import io.pratique.policy.format.PolicyCases;
import io.pratique.policy.format.PolicyCases.ExpectedViolation;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** {@code pratique policy test}: runs the cases that are written beside policies. */
final class PolicyTestCommand implements Command {
    private static final List<String> ENDINGS = List.of(".test.yaml", ".test.yml", ".test.json");

    private final InputStream in;
    private final PrintStream out;
    private final Clock clock;

    PolicyTestCommand(InputStream in, PrintStream out, Clock clock) {
        this.in = in;
        this.out = out;
        this.clock = clock;
    }

    /**
     * What a case came to.
     *
     * @param differences what is not as expected; empty when it passed
     */
    private record Result(String path, PolicyCases.Case testCase, List<String> differences) {
        boolean passed() {
            return differences.isEmpty();
        }
    }

    @Override
    public Usage usage() {
        return new Usage(
                "policy test",
                "Runs the cases written beside policies: x.test.yaml beside x.yaml.",
                List.of(
                        Operand.many(
                                "PATH",
                                Values.files(),
                                "a file with cases, the policy they stand beside, or a folder")),
                List.of(
                        Option.choice(
                                        "--output",
                                        List.of("text", "json"),
                                        "the form of the answer; text")
                                .or("-o"),
                        Option.flag("--quiet", "says only what failed").or("-q")),
                List.of(
                        "0 every case passed",
                        "1 a case failed",
                        "2 a case or its policy cannot be read, or there is no case",
                        "3 wrong usage"),
                List.of(
                        "pratique policy test policies/",
                        "pratique policy test policies/web.yaml",
                        "pratique policy test --output json policies/ > cases.json"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        List<Fault> faults = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        Set<Path> files = new LinkedHashSet<>();
        for (String path : arguments.operands()) {
            files.addAll(files(path, faults));
        }
        for (Path file : files) {
            file(file, results, faults);
        }
        if (results.isEmpty() && faults.isEmpty()) {
            faults.add(
                    Fault.ofFile(
                            String.join(", ", arguments.operands()),
                            "no-cases",
                            "there is no file with cases",
                            "Cases for x.yaml stand in x.test.yaml beside it."));
        }
        if (arguments.text("--output", "text").equals("json")) {
            json(results, faults);
        } else {
            text(results, faults, arguments.has("--quiet"));
        }
        if (faults.stream().anyMatch(Fault::isError)) {
            return ExitCode.NOT_JUDGED;
        }
        return results.stream().allMatch(Result::passed) ? ExitCode.CLEAN : ExitCode.VIOLATIONS;
    }

    private static List<Path> files(String word, List<Fault> faults) {
        Path path;
        try {
            path = Path.of(word);
        } catch (InvalidPathException _) {
            path = Path.of("");
        }
        if (!Files.exists(path) || path.toString().isEmpty()) {
            faults.add(
                    Fault.ofFile(
                            word, "no-such-file", "there is no file or folder '" + word + "'", ""));
            return List.of();
        }
        if (!Files.isDirectory(path)) {
            return List.of(isCases(path) ? path : beside(path).orElse(path));
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(path, 32, FileVisitOption.FOLLOW_LINKS)) {
            walk.filter(PolicyTestCommand::isCases)
                    .filter(Files::isRegularFile)
                    .forEach(files::add);
        } catch (IOException | UncheckedIOException e) {
            faults.add(
                    Fault.ofFile(
                            word,
                            "unreadable",
                            "the folder cannot be read: " + e.getMessage(),
                            ""));
        }
        files.sort(null);
        return files;
    }

    private static boolean isCases(Path file) {
        return ENDINGS.stream().anyMatch(file.toString()::endsWith);
    }

    /** The cases of a policy. */
    private static Optional<Path> beside(Path policy) {
        String name = policy.toString();
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        return ENDINGS.stream()
                .map(ending -> Path.of(name.substring(0, dot) + ending))
                .filter(Files::exists)
                .findFirst();
    }

    /** The policy of some cases. */
    private static String policyOf(Path cases) {
        String name = cases.toString();
        String stem = name.substring(0, name.lastIndexOf(".test."));
        return Stream.of(".yaml", ".yml", ".json")
                .map(ending -> stem + ending)
                .filter(candidate -> Files.exists(Path.of(candidate)))
                .findFirst()
                .orElse(stem + ".yaml");
    }

    private void file(Path file, List<Result> results, List<Fault> faults) {
        String name = file.toString();
        try {
            Source source = Source.of(name, Files.readAllBytes(file));
            Documents.Format format = Documents.formatOf(source);
            List<Node> roots = new ArrayList<>();
            switch (format) {
                case JSON -> roots.add(Documents.first(source).root());
                case YAML -> Documents.yaml(source, slice -> roots.add(slice.read().root()));
            }
            for (Node root : roots) {
                document(file, root, results, faults);
            }
        } catch (IOException e) {
            faults.add(Fault.ofFile(name, "unreadable", "cannot be read: " + e.getMessage(), ""));
        } catch (InvalidDocument e) {
            faults.add(Fault.of(name, e));
        } catch (InvalidPolicies e) {
            faults.addAll(e.faults());
        }
    }

    private void document(Path file, Node root, List<Result> results, List<Fault> faults) {
        LocalDate today = LocalDate.now(clock);
        CasesReader.Reading reading = CasesReader.read(root, today);
        reading.problems().forEach(problem -> faults.add(new Fault(file.toString(), problem)));
        if (reading.cases().isEmpty()) {
            return;
        }
        PolicyCases cases = reading.cases().get();
        List<String> references =
                cases.policies().isEmpty() && isCases(file)
                        ? List.of(policyOf(file))
                        : cases.policies().stream().map(word -> resolve(file, word)).toList();
        if (references.isEmpty()) {
            faults.add(
                    Fault.ofFile(
                            file.toString(),
                            "no-policy",
                            "the cases do not say for which policy they are",
                            "Write 'policies', or end the name of the file in .test.yaml."));
            return;
        }
        CompiledPolicy policy;
        try {
            policy = CompiledPolicy.of(new PolicyFiles(in, today).policies(references).policies());
        } catch (UsageException e) {
            faults.add(
                    Fault.ofFile(
                            file.toString(),
                            "no-policy",
                            Objects.requireNonNullElse(e.getMessage(), "there is no such policy"),
                            "Write 'policies', or put the cases beside their policy."));
            return;
        }
        for (PolicyCases.Case testCase : cases.cases()) {
            results.add(new Result(file.toString(), testCase, differences(file, testCase, policy)));
        }
    }

    private static String resolve(Path file, String word) {
        return Presets.of(word).isPresent() ? word : file.resolveSibling(word).toString();
    }

    private List<String> differences(Path file, PolicyCases.Case testCase, CompiledPolicy policy) {
        List<String> wrong = new ArrayList<>();
        List<Workload> workloads = workloads(file, testCase.subject(), wrong);
        if (workloads.size() != 1) {
            if (wrong.isEmpty()) {
                wrong.add(
                        workloads.isEmpty()
                                ? "there is nothing to judge"
                                : "there are "
                                        + workloads.size()
                                        + " workloads: say which by 'resource'");
            }
            return wrong;
        }
        Instant now =
                testCase.now()
                        .map(day -> day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC))
                        .orElseGet(clock::instant);
        Decision decision = policy.decide(workloads.getFirst(), new CaseFacts(now, testCase));
        compare(decision, testCase.expected(), wrong);
        return wrong;
    }

    private static List<Workload> workloads(
            Path file, PolicyCases.Subject subject, List<String> wrong) {
        List<Workload> workloads = new ArrayList<>();
        WorkloadReader reader = new WorkloadReader(KubernetesReader.KNOWN_CUSTOM_KINDS);
        switch (subject) {
            case PolicyCases.Subject.Inside(Node object) ->
                    reader.read(
                            object.document(),
                            object.index(),
                            result -> take(result, "", workloads, wrong));
            case PolicyCases.Subject.InFile(String other, String resource) -> {
                Path path = file.resolveSibling(other);
                try {
                    Source source = Source.of(path.toString(), Files.readAllBytes(path));
                    switch (Documents.formatOf(source)) {
                        case JSON -> {
                            Node root = Documents.first(source).root();
                            reader.read(
                                    root.document(),
                                    root.index(),
                                    result -> take(result, resource, workloads, wrong));
                        }
                        case YAML ->
                                Documents.yaml(
                                        source,
                                        slice ->
                                                reader.read(
                                                        slice.read(),
                                                        0,
                                                        result ->
                                                                take(
                                                                        result, resource, workloads,
                                                                        wrong)));
                    }
                } catch (IOException _) {
                    wrong.add("the file " + path + " cannot be read");
                } catch (InvalidDocument e) {
                    wrong.add(path + ":" + e.position() + ": " + e.getMessage());
                }
            }
        }
        return workloads;
    }

    private static void take(
            ReadResult result, String resource, List<Workload> workloads, List<String> wrong) {
        switch (result) {
            case ReadResult.Judgeable(Workload workload) -> {
                Identity identity = workload.identity();
                if (resource.isEmpty()
                        || resource.equals(identity.name())
                        || resource.equals(identity.kind() + "/" + identity.name())) {
                    workloads.add(workload);
                }
            }
            case ReadResult.Refused(String _, var location, String message, String _) -> {
                if (resource.isEmpty()) {
                    wrong.add("line " + location.line() + ": " + message);
                }
            }
            case ReadResult.Other _ -> {}
        }
    }

    private static void compare(
            Decision decision, PolicyCases.Expected expected, List<String> wrong) {
        if (decision.verdict() != expected.decision()) {
            wrong.add(
                    "decision: expected "
                            + expected.decision().id()
                            + ", and it is "
                            + decision.verdict().id());
        }
        List<Violation> left = new ArrayList<>(decision.violations());
        if (expected.violations().isPresent()) {
            for (ExpectedViolation violation : expected.violations().get()) {
                Optional<Violation> found =
                        left.stream().filter(one -> fits(one, violation)).findFirst();
                if (found.isPresent()) {
                    left.remove(found.get());
                } else {
                    wrong.add(
                            "missing: "
                                    + new TreeMap<>(violation.fields())
                                    + " (line "
                                    + violation.position().line()
                                    + ")");
                }
            }
            left.forEach(violation -> wrong.add("unexpected: " + shown(violation)));
        } else if (!wrong.isEmpty()) {
            left.forEach(violation -> wrong.add("found: " + shown(violation)));
        }
        if (!wrong.isEmpty()) {
            for (Unjudged unjudged : decision.unjudged()) {
                wrong.add(
                        "unknown: "
                                + unjudged.rule()
                                + " at "
                                + unjudged.location().pointer()
                                + ": "
                                + unjudged.reason());
            }
        }
        expected.excepted()
                .ifPresent(names -> {
                    Set<String> used = new LinkedHashSet<>();
                    for (Excepted excepted : decision.excepted()) {
                        used.add(excepted.exception());
                    }
                    if (!used.equals(new LinkedHashSet<>(names))) {
                        wrong.add(
                                "excepted: expected " + names + ", and it is " + List.copyOf(used));
                    }
                });
    }

    private static boolean fits(Violation violation, ExpectedViolation expected) {
        for (Map.Entry<String, String> field : expected.fields().entrySet()) {
            if (!value(violation, field.getKey()).equals(field.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static String value(Violation violation, String field) {
        return switch (field) {
            case "rule" -> violation.rule();
            case "type" -> violation.type();
            case "policy" -> violation.policy();
            case "action" -> violation.action().id();
            case "severity" -> violation.severity().id();
            case "container" -> violation.container();
            case "pointer" -> violation.location().pointer();
            case "observed" -> violation.observed();
            default -> throw new IllegalArgumentException(field);
        };
    }

    private static String shown(Violation violation) {
        return violation.action().id()
                + " by "
                + violation.rule()
                + (violation.container().isEmpty() ? "" : ", container " + violation.container())
                + ", "
                + violation.location().pointer()
                + " is "
                + violation.observed();
    }

    private void text(List<Result> results, List<Fault> faults, boolean quiet) {
        faults.forEach(fault -> out.println(fault.shown()));
        for (Result result : results) {
            if (!result.passed() || !quiet) {
                out.println(
                        (result.passed() ? "pass  " : "FAIL  ")
                                + result.path()
                                + ":"
                                + result.testCase().position().line()
                                + "  "
                                + Shown.line(result.testCase().name()));
                result.differences().forEach(line -> out.println("      " + Shown.line(line)));
            }
        }
        long failed = results.stream().filter(result -> !result.passed()).count();
        out.println(
                results.size()
                        + (results.size() == 1 ? " case: " : " cases: ")
                        + (results.size() - failed)
                        + " passed, "
                        + failed
                        + " failed.");
    }

    private void json(List<Result> results, List<Fault> faults) {
        JsonGenerator json = JsonOutput.to(out);
        json.writeStartObject();
        json.writeArrayPropertyStart("cases");
        for (Result result : results) {
            json.writeStartObject();
            json.writeStringProperty("path", result.path());
            json.writeNumberProperty("line", result.testCase().position().line());
            json.writeStringProperty("name", result.testCase().name());
            json.writeBooleanProperty("passed", result.passed());
            JsonOutput.texts(json, "differences", result.differences());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonOutput.faults(json, "problems", faults);
        json.writeObjectPropertyStart("summary");
        long failed = results.stream().filter(result -> !result.passed()).count();
        json.writeNumberProperty("cases", results.size());
        json.writeNumberProperty("passed", results.size() - failed);
        json.writeNumberProperty("failed", failed);
        json.writeEndObject();
        json.writeEndObject();
        JsonOutput.end(json);
    }
}
