package io.pratique.policy.rule;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.Documents.Format;
import io.pratique.document.Source;
import io.pratique.model.KubernetesReader;
import io.pratique.model.Platform;
import io.pratique.model.ReadResult;
import io.pratique.model.Workload;
import io.pratique.model.WorkloadReader;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Decision;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.Unjudged;
import io.pratique.policy.Violation;
import io.pratique.policy.format.PolicyReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of manifests with what one rule must say about them, each finding marked on its line:
 * {@code # violation: hostNetwork}, {@code # violation: privileged web}, {@code # unknown: …}; two
 * on one line with a semicolon. JSON has no comments: there the marks and the head stand in a file
 * beside it, {@code NAME.json.expected}.
 *
 * <p>Lines at the head say how to judge: {@code # parameters: {…}} of the rule, {@code #
 * policy-platform:} of a policy that is for another platform than the sample, and the facts of
 * {@link SampleFacts}. Other comments there say why.
 *
 * @param type the rule type
 * @param name of the file: {@code kubernetes-violating-drop.yaml}
 * @param head the lines at the head, without their number sign
 */
record Sample(String type, String name, Path file, List<String> head, List<String> marks) {
    private static final Path ROOT = Path.of("src/test/resources/rules");
    private static final WorkloadReader READER =
            new WorkloadReader(KubernetesReader.KNOWN_CUSTOM_KINDS);

    /** The kinds of sample that every type has for every platform. */
    enum Kind {
        VIOLATING("violating"),
        PASSING("passing"),
        UNSET("unset"),
        NOT_APPLICABLE("not-applicable");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }
    }

    static List<Sample> all() {
        return files(ROOT).stream()
                .flatMap(folder -> of(folder.getFileName().toString()).stream())
                .toList();
    }

    static List<Sample> of(String type) {
        Path folder = ROOT.resolve(type);
        return Files.isDirectory(folder)
                ? files(folder).stream()
                        .filter(file -> !file.toString().endsWith(".expected"))
                        .map(file -> read(type, file))
                        .toList()
                : List.of();
    }

    Platform platform() {
        return name.startsWith("ecs-") ? Platform.ECS : Platform.KUBERNETES;
    }

    boolean is(Platform platform, Kind kind) {
        String stem = name.substring(0, name.lastIndexOf('.'));
        String start = platform.id() + "-" + kind.id();
        return stem.equals(start) || stem.startsWith(start + "-");
    }

    boolean isMain(Platform platform, Kind kind) {
        return name.startsWith(platform.id() + "-" + kind.id() + ".");
    }

    /** The value of a line at the head. */
    Optional<String> header(String key) {
        return head.stream()
                .filter(line -> line.startsWith(key + ": "))
                .map(line -> line.substring(key.length() + 2))
                .findFirst();
    }

    String text() {
        return read(file);
    }

    SecurityPolicy policy() {
        boolean signature = type.equals("verifyImages");
        String rule =
                (signature ? "{" : "{type: " + type + ", ")
                        + "action: block, parameters: "
                        + header("parameters").orElse("{}")
                        + "}";
        String text =
                "apiVersion: pratique.io/v1\nkind: SecurityPolicy\nmetadata: {name: sample}\nspec:\n"
                        + "  platform: "
                        + header("policy-platform").orElse(platform().id())
                        + "\n  "
                        + (signature ? "signatures" : "rules")
                        + ":\n    - "
                        + rule
                        + "\n";
        PolicyReader.Reading reading =
                PolicyReader.read(
                        Documents.first(Source.of(type + "/" + name, text)).root(),
                        LocalDate.EPOCH);
        return reading.policy()
                .orElseThrow(() ->
                        new AssertionError(
                                type + "/" + name + " has no policy: " + reading + text));
    }

    List<Workload> workloads() {
        List<Workload> workloads = new ArrayList<>();
        for (Document document : documents()) {
            READER.read(
                    document,
                    0,
                    result -> {
                        if (result instanceof ReadResult.Judgeable(Workload workload)) {
                            workloads.add(workload);
                        } else {
                            throw new AssertionError(type + "/" + name + ": " + result);
                        }
                    });
        }
        return workloads;
    }

    List<Document> documents() {
        Source source = Source.of(type + "/" + name, text());
        if (Documents.formatOf(source) == Format.JSON) {
            return List.of(Documents.first(source));
        }
        List<Document> documents = new ArrayList<>();
        Documents.yaml(source, slice -> documents.add(slice.read()));
        return documents;
    }

    /** What is found, written as the marks are, by line. */
    List<String> found() {
        CompiledPolicy policy = CompiledPolicy.of(List.of(policy()));
        Facts facts = SampleFacts.of(head);
        List<String> found = new ArrayList<>();
        for (Workload workload : workloads()) {
            Decision decision = policy.decide(workload, facts);
            for (Violation violation : decision.violations()) {
                found.add(
                        mark(
                                violation.location().line(),
                                "violation",
                                violation.type(),
                                violation.container()));
            }
            for (Unjudged unjudged : decision.unjudged()) {
                found.add(
                        mark(
                                unjudged.location().line(),
                                "unknown",
                                unjudged.type(),
                                unjudged.container()));
            }
        }
        return found.stream().sorted().toList();
    }

    private static String mark(int line, String what, String type, String container) {
        return String.format("%03d %s: %s %s", line, what, type, container).strip();
    }

    private static Sample read(String type, Path file) {
        Path beside = Path.of(file + ".expected");
        boolean json = Files.exists(beside);
        List<String> lines = read(json ? beside : file).lines().toList();
        List<String> head = new ArrayList<>();
        for (String line : lines) {
            if (!line.startsWith("# ")) {
                break;
            }
            head.add(line.substring(2));
        }
        List<String> marks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (json && !line.isEmpty() && Character.isDigit(line.charAt(0))) {
                int space = line.indexOf(' ');
                marks(Integer.parseInt(line.substring(0, space)), line.substring(space + 1), marks);
            } else if (!json && line.contains(" # ")) {
                marks(i + 1, line.substring(line.indexOf(" # ") + 3), marks);
            }
        }
        return new Sample(
                type,
                file.getFileName().toString(),
                file,
                List.copyOf(head),
                marks.stream().sorted().toList());
    }

    private static void marks(int line, String written, List<String> into) {
        for (String mark : written.split("; ", -1)) {
            if (mark.startsWith("violation: ") || mark.startsWith("unknown: ")) {
                into.add(String.format("%03d %s", line, mark));
            }
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return type + "/" + name;
    }
}
