package io.pratique.cli;

import io.pratique.collect.Collected;
import io.pratique.collect.Coverage;
import io.pratique.collect.Evidence;
import io.pratique.collect.EvidenceWriter;
import io.pratique.collect.Gathering;
import io.pratique.collect.Json;
import io.pratique.collect.Redaction;
import io.pratique.collect.RootedFiles;
import io.pratique.collect.aws.AwsAnswersCollector;
import io.pratique.collect.dockerfile.DockerfileCollector;
import io.pratique.collect.iac.IacCollector;
import io.pratique.collect.image.ImageCollector;
import io.pratique.collect.kubelet.LocalKubelet;
import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.images.ArchiveLimits;
import io.pratique.images.ImageArchiveReader;
import io.pratique.posture.evidence.EvidenceReader;
import io.pratique.posture.evidence.InvalidEvidence;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes evidence of the paths of an audit. What stands in files is in one document for each origin,
 * as an absent field means its default in a file and nothing in an answer. A file that could not be
 * read never ends the run: it is told, and counted. Not for several threads.
 */
final class AuditInputs {
    private static final int DEEPEST = 64;

    /** Lists in answers of AWS, with what each item has. */
    private static final Map<String, String> ANSWERS =
            Map.of(
                    "clusters", "clusterArn",
                    "services", "serviceArn",
                    "tasks", "taskArn",
                    "containerInstances", "containerInstanceArn",
                    "capacityProviders", "capacityProviderArn",
                    "SecurityGroups", "GroupId",
                    "NetworkInterfaces", "NetworkInterfaceId",
                    "logGroups", "logGroupName",
                    "repositories", "repositoryArn",
                    "Roles", "RoleId");

    private final Clock clock;
    private final Redaction redaction;
    private final ImageCollector images;
    private final List<io.pratique.posture.evidence.Evidence> documents = new ArrayList<>();
    private final Map<Evidence.Origin, Gathered> gathered = new LinkedHashMap<>();
    private final Set<Path> seen = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private boolean unread;

    /** What was found of one origin. */
    private static final class Gathered {
        private final Map<String, Evidence.Subject> subjects = new LinkedHashMap<>();
        private final List<Coverage.Entry> coverage = new ArrayList<>();
        private Map<String, String> scope = Map.of();
    }

    AuditInputs(Clock clock) {
        byte[] key = new byte[32];
        SecureRandom random = new SecureRandom();
        random.nextBytes(key);
        this.clock = clock;
        this.redaction = new Redaction(key);
        this.images =
                new ImageCollector(
                        new ImageArchiveReader(ArchiveLimits.standard(), random), redaction);
    }

    /** Takes what a collector made. */
    void add(Evidence evidence) {
        evidence.coverage().entries().forEach(this::tell);
        read(evidence);
    }

    /** Takes a file or a folder that was named. */
    void add(Path path) {
        String shown = shown(path);
        if (!Files.exists(path)) {
            unread(shown + ": there is no such file");
            return;
        }
        Map<String, byte[]> answers = new LinkedHashMap<>();
        Map<String, byte[]> others = new LinkedHashMap<>();
        if (Files.isDirectory(path) && !ImageArchiveReader.recognises(path)) {
            walk(path, answers, others);
        } else if (!file(path, shown, true, answers, others)) {
            unread(
                    shown
                            + ": it is no evidence, image archive, Dockerfile, template, plan,"
                            + " Compose file, task definition, AWS answer or kubelet configuration");
        }
        if (!answers.isEmpty()) {
            // Beside answers, what is not known by itself is one that nobody understands, or an
            // error.
            answers.putAll(others);
            AwsAnswersCollector.Saved saved = new AwsAnswersCollector(redaction).collect(answers);
            Gathered of = take(Evidence.Origin.UPLOAD, saved.collected());
            of.scope = of.scope.isEmpty() ? saved.scope() : of.scope;
        }
    }

    /** The evidence of all; call it once, at the end. */
    List<io.pratique.posture.evidence.Evidence> documents() {
        gathered.forEach((origin, found) -> {
            if (!found.subjects.isEmpty()) {
                read(
                        new Evidence(
                                "audit",
                                VersionCommand.version(),
                                clock.instant(),
                                origin,
                                found.scope,
                                new Coverage(found.coverage),
                                List.copyOf(found.subjects.values())));
            }
        });
        gathered.clear();
        return List.copyOf(documents);
    }

    /** What could not be read, a line each. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Whether something that was named could not be read at all. */
    boolean hasUnread() {
        return unread;
    }

    private void walk(Path folder, Map<String, byte[]> answers, Map<String, byte[]> others) {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(folder)) {
            entries = listed.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            unread(shown(folder) + ": the folder could not be read: " + e.getMessage());
            return;
        }
        for (Path entry : entries) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry)) {
                if (ImageArchiveReader.recognises(entry)) {
                    file(entry, shown(entry), false, answers, others);
                } else if (!Files.isSymbolicLink(entry)
                        && entry.getNameCount() < folder.getNameCount() + DEEPEST
                        && !Inputs.SKIPPED_FOLDERS.contains(name)) {
                    walk(entry, answers, others);
                }
            } else if (Files.isRegularFile(entry) && isCandidate(name)) {
                file(entry, shown(entry), false, answers, others);
            }
        }
    }

    private static boolean isCandidate(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return DockerfileCollector.recognises(name)
                || Stream.of(
                                ".json",
                                ".yaml",
                                ".yml",
                                ".template",
                                ".tfstate",
                                ".txt",
                                ".err",
                                ".tar",
                                ".tar.gz",
                                ".tgz",
                                ".tar.zst")
                        .anyMatch(lower::endsWith);
    }

    /** Reads a file; false when it is none of those that are known. */
    private boolean file(
            Path path,
            String shown,
            boolean named,
            Map<String, byte[]> answers,
            Map<String, byte[]> others) {
        try {
            if (!seen.add(path.toRealPath())) {
                return true;
            }
            if (ImageArchiveReader.recognises(path)) {
                found(Evidence.Origin.UPLOAD, images.collect(path, shown), named);
                return true;
            }
            if (Files.size(path) > Source.MAX_BYTES) {
                unread(shown + ": larger than " + Source.MAX_BYTES + " bytes");
                return true;
            }
            return text(path, shown, named, Files.readAllBytes(path), answers, others);
        } catch (IOException e) {
            unread(
                    Gathering.isDenied(e)
                            ? shown + ": permission denied"
                            : shown + ": it could not be read: " + e.getMessage());
            return true;
        }
    }

    private boolean text(
            Path path,
            String shown,
            boolean named,
            byte[] bytes,
            Map<String, byte[]> answers,
            Map<String, byte[]> others) {
        if (isBlank(bytes)) {
            return false;
        }
        String name = path.getFileName().toString();
        if (DockerfileCollector.recognises(name)) {
            dockerfile(shown, named, bytes);
            return true;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".txt")
                || lower.endsWith(".err")
                || says(bytes, "An error occurred (")) {
            if (!named) {
                others.put(shown, bytes);
                return true;
            }
            if (says(bytes, "An error occurred (")) {
                answers.put(shown, bytes);
                return true;
            }
        }
        try {
            Document first = Documents.first(Source.of(shown, bytes));
            if (first.root().isObject()) {
                if (first.root().textOf("schema").orElse("").startsWith("posture.evidence/")) {
                    documents.add(EvidenceReader.read(Source.of(shown, bytes)));
                    return true;
                }
                if (isAnswer(first.root())) {
                    answers.put(shown, bytes);
                    return true;
                }
                if (kubelet(path, shown, first.root(), bytes)) {
                    return true;
                }
            }
        } catch (InvalidEvidence e) {
            unread(
                    "%s:%d:%d: %s (%s). %s"
                            .formatted(
                                    shown,
                                    e.line(),
                                    e.column(),
                                    e.getMessage(),
                                    e.code(),
                                    e.hint()));
            return true;
        } catch (InvalidDocument e) {
            if (named && looksLikeDockerfile(bytes)) {
                dockerfile(shown, true, bytes);
                return true;
            }
            // The reader of infrastructure files tells what is wrong with it.
        }
        Optional<Collected> declared = new IacCollector(redaction).collect(shown, bytes);
        if (declared.isPresent()) {
            found(Evidence.Origin.IAC, declared.get(), named);
            return true;
        }
        if (named && looksLikeDockerfile(bytes)) {
            dockerfile(shown, true, bytes);
            return true;
        }
        if (!named && lower.endsWith(".json")) {
            others.put(shown, bytes);
        }
        return false;
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private void dockerfile(String shown, boolean named, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        found(Evidence.Origin.IAC, new DockerfileCollector(redaction).collect(shown, text), named);
    }

    private static boolean looksLikeDockerfile(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .anyMatch(line -> line.regionMatches(true, 0, "FROM ", 0, 5));
    }

    private static boolean says(byte[] bytes, String words) {
        int length = Math.min(bytes.length, 4096);
        return new String(bytes, 0, length, StandardCharsets.UTF_8).strip().startsWith(words);
    }

    private static boolean isAnswer(Node root) {
        Optional<Node> definition = root.present("taskDefinition").filter(Node::isObject);
        if (definition.isPresent() && definition.get().textOf("taskDefinitionArn").isPresent()) {
            return true;
        }
        for (Map.Entry<String, String> form : ANSWERS.entrySet()) {
            Optional<Node> list = root.present(form.getKey()).filter(Node::isArray);
            if (list.isPresent()) {
                List<Node> items = list.get().elements();
                boolean item =
                        !items.isEmpty()
                                && items.getFirst().isObject()
                                && items.getFirst().present(form.getValue()).isPresent();
                if (item || items.isEmpty() && root.present("failures").isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What {@code /configz} answers, or a configuration that a kubelet is started with. */
    private boolean kubelet(Path path, String shown, Node root, byte[] bytes) {
        if (root.present("kubeletconfig").filter(Node::isObject).isPresent()) {
            Evidence.Subject node =
                    LocalKubelet.ofConfigz(
                            shown, Json.object(shown, bytes), Optional.empty(), redaction);
            take(
                    Evidence.Origin.UPLOAD,
                    new Collected(
                            List.of(node), List.of(Coverage.Entry.ok("kubelet-config", shown))));
            return true;
        }
        if (root.textOf("kind").orElse("").equals("KubeletConfiguration")) {
            started(List.of("kubelet", "--config=" + path.toAbsolutePath()), path, shown);
            return true;
        }
        return false;
    }

    /** Takes the files of a kubelet: its command line may stand beside its configuration. */
    void addKubelet(List<Path> paths) {
        List<Path> lines = new ArrayList<>();
        List<Path> rest = new ArrayList<>();
        for (Path path : paths) {
            (isCommandLine(path) ? lines : rest).add(path);
        }
        if (lines.size() == 1 && rest.size() == 1 && isConfiguration(rest.getFirst())) {
            commandLine(lines.getFirst(), Optional.of(rest.getFirst()));
            return;
        }
        lines.forEach(line -> commandLine(line, Optional.empty()));
        rest.forEach(this::add);
    }

    private static boolean isCommandLine(Path path) {
        return words(path).stream()
                .findFirst()
                .filter(word -> word.endsWith("kubelet"))
                .isPresent();
    }

    private static boolean isConfiguration(Path path) {
        try {
            Node root = Documents.first(Source.of(shown(path), Files.readAllBytes(path))).root();
            return root.isObject() && root.textOf("kind").orElse("").equals("KubeletConfiguration");
        } catch (IOException | InvalidDocument _) {
            return false;
        }
    }

    private static List<String> words(Path path) {
        try {
            if (!Files.isRegularFile(path) || Files.size(path) > 1 << 20) {
                return List.of();
            }
            String text = Files.readString(path, StandardCharsets.ISO_8859_1).strip();
            // As in /proc, or as people copy it.
            String between = text.indexOf('\0') >= 0 ? "\0+" : "\\s+";
            return Arrays.stream(text.split(between, -1)).filter(w -> !w.isEmpty()).toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private void commandLine(Path path, Optional<Path> configuration) {
        List<String> words = new ArrayList<>(words(path));
        if (configuration.isPresent()) {
            for (int i = 0; i < words.size(); i++) {
                if (words.get(i).equals("--config") && i + 1 < words.size()) {
                    words.remove(i + 1);
                }
            }
            words.removeIf(word -> word.equals("--config") || word.startsWith("--config="));
            words.add("--config=" + configuration.get().toAbsolutePath());
        }
        started(words, path, shown(path));
    }

    private void started(List<String> words, Path file, String shown) {
        Path folder = file.toAbsolutePath().getParent();
        LocalKubelet.Found found =
                new LocalKubelet(new RootedFiles(Path.of("/")))
                        .read(words, folder == null ? "/" : folder.toString(), shown, redaction);
        take(Evidence.Origin.UPLOAD, new Collected(List.of(found.subject()), found.entries()));
    }

    private void found(Evidence.Origin origin, Collected collected, boolean named) {
        // A hole of one subject is no evidence for what it hides. Any other hides what is unknown.
        boolean failed =
                collected.coverage().stream()
                        .anyMatch(entry ->
                                entry.status() != Coverage.Status.OK
                                        && entry.status() != Coverage.Status.SKIPPED
                                        && entry.path().isEmpty());
        take(origin, collected);
        // In a folder lies much that was never meant to be judged, as templates of charts.
        unread |= failed && named;
    }

    private Gathered take(Evidence.Origin origin, Collected collected) {
        Gathered of = gathered.computeIfAbsent(origin, _ -> new Gathered());
        for (Evidence.Subject subject : collected.subjects()) {
            Evidence.Subject earlier =
                    of.subjects.putIfAbsent(subject.kind() + " " + subject.id(), subject);
            if (earlier != null && !earlier.equals(subject)) {
                unread(
                        "two different subjects of kind "
                                + subject.kind()
                                + " have the id "
                                + subject.id());
            }
        }
        of.coverage.addAll(collected.coverage());
        collected.coverage().forEach(this::tell);
        return of;
    }

    private void tell(Coverage.Entry entry) {
        switch (entry.status()) {
            case OK, SKIPPED -> {}
            case DENIED -> problems.add(entry.source() + " denied: " + entry.detail());
            case FAILED -> problems.add(entry.source() + " failed: " + entry.detail());
        }
    }

    private void unread(String problem) {
        problems.add(problem);
        unread = true;
    }

    /** As a reader of the document would: judging sees nothing that a document does not hold. */
    private void read(Evidence evidence) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try {
            new EvidenceWriter().write(evidence, bytes);
            documents.add(
                    EvidenceReader.read(Source.of(evidence.collector(), bytes.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidDocument | InvalidEvidence e) {
            unread("what was collected makes no document: " + e.getMessage());
        }
    }

    private static String shown(Path path) {
        return path.toString().replace('\\', '/');
    }
}
