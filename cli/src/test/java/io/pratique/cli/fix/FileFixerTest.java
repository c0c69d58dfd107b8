package io.pratique.cli.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.Source;
import io.pratique.model.KubernetesReader;
import io.pratique.model.ReadResult;
import io.pratique.model.WorkloadReader;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Presets;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.Violation;
import io.pratique.policy.rule.Facts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class FileFixerTest {
    private static final long SEED = 20261124;
    private static final CompiledPolicy POLICY =
            CompiledPolicy.of(
                    List.of(
                            TestPolicies.of(
                                    "pods",
                                    "kubernetes",
                                    "block privileged",
                                    "block hostPID",
                                    "block hostIPC",
                                    "log hostPorts",
                                    "log readOnlyRootFilesystem",
                                    "log allowPrivilegeEscalation"),
                            TestPolicies.of(
                                    "tasks",
                                    "ecs",
                                    "block privileged",
                                    "block hostNetwork",
                                    "block hostPID",
                                    "block containerCapabilities",
                                    "log readOnlyRootFilesystem"),
                            Presets.of("pod-security:restricted:v1.34").orElseThrow(),
                            Presets.of("pod-security:baseline:v1.34").orElseThrow()));

    private static final WorkloadReader READER =
            new WorkloadReader(KubernetesReader.KNOWN_CUSTOM_KINDS);

    private static List<FileFixer.Judged> judge(Source source) {
        return judge(source, POLICY);
    }

    private static List<FileFixer.Judged> judge(Source source, CompiledPolicy policy) {
        List<Document> documents = new ArrayList<>();
        if (Documents.formatOf(source) == Documents.Format.JSON) {
            Documents.json(
                    source,
                    new Documents.JsonParts() {
                        @Override
                        public void item(Documents.Slice slice) {
                            documents.add(slice.read());
                        }

                        @Override
                        public void document(Document document, boolean itemsGiven) {
                            if (!itemsGiven) {
                                documents.add(document);
                            }
                        }
                    });
        } else {
            Documents.yaml(source, slice -> documents.add(slice.read()));
        }
        List<FileFixer.Judged> judged = new ArrayList<>();
        for (Document document : documents) {
            READER.read(
                    document,
                    0,
                    result -> {
                        if (result instanceof ReadResult.Judgeable(var workload)) {
                            judged.add(
                                    new FileFixer.Judged(
                                            workload,
                                            policy.decide(workload, Facts.at(Instant.EPOCH))));
                        }
                    });
        }
        return judged;
    }

    private static FixedFile fix(String text) {
        return new FileFixer(FileFixerTest::judge).fix(Source.of("test.yaml", text));
    }

    private static String text(FixedFile file) {
        return new String(file.bytes(), StandardCharsets.UTF_8);
    }

    private static String pod(String spec) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n" + spec;
    }

    @Test
    void joinsAllFixesOfAContainer() {
        FixedFile file =
                fix(
                        pod(
                                """
                                  # who needs this?
                                  hostPID: true   # the agent
                                  containers:
                                    - name: a
                                      image: x
                                """));

        assertThat(text(file))
                .isEqualTo(
                        pod(
                                """
                                  # who needs this?
                                  containers:
                                    - name: a
                                      image: x
                                      securityContext:
                                        readOnlyRootFilesystem: true
                                        allowPrivilegeEscalation: false
                                        capabilities:
                                          drop: ["ALL"]
                                        runAsNonRoot: true
                                        seccompProfile:
                                          type: RuntimeDefault
                                """));
        assertThat(file.notFixed()).isEmpty();
    }

    @Test
    void mendsTheOthersBesideWhatNeedsAGuess() {
        FixedFile file =
                fix(
                        pod(
                                """
                                  hostPID: true
                                  containers:
                                    - name: a
                                      image: x
                                      securityContext: &hard
                                        privileged: true
                                    - name: b
                                      image: x
                                      securityContext: *hard
                                """));

        assertThat(text(file)).doesNotContain("hostPID").contains("privileged: true");
        assertThat(file.notFixed())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.why()).containsAnyOf("anchor", "alias"))
                .allSatisfy(one -> assertThat(one.patch().isEmpty()).isFalse());
    }

    @Test
    void leavesEscalationOfAContainerThatStaysPrivileged() {
        SecurityPolicy policy =
                TestPolicies.of("x", "kubernetes", "block allowPrivilegeEscalation");
        CompiledPolicy escalation = CompiledPolicy.of(List.of(policy));
        FixedFile file =
                new FileFixer(source -> judge(source, escalation))
                        .fix(
                                Source.of(
                                        "test.yaml",
                                        pod(
                                                """
                                                  containers:
                                                    - name: a
                                                      image: x
                                                      securityContext: {privileged: true}
                                                    - name: b
                                                      image: x
                                                """)));

        assertThat(file.fixed()).singleElement().extracting(Violation::container).isEqualTo("b");
        assertThat(file.notFixed())
                .singleElement()
                .satisfies(one -> assertThat(one.why()).contains("Kubernetes refuses it"));
        assertThat(text(file)).contains("securityContext: {privileged: true}\n");
    }

    @Test
    void hasNothingToSayOfWhatIsAllowed() {
        FixedFile file = fix("apiVersion: v1\nkind: Service\nmetadata: {name: s}\n");
        assertThat(file.edits()).isEmpty();
        assertThat(file.fixed()).isEmpty();
        assertThat(file.notFixed()).isEmpty();
    }

    @Test
    void mendsTextInManyStylesAndLosesNoComment() {
        Random random = new Random(SEED);
        int fixed = 0;
        int left = 0;
        for (int round = 0; round < 400; round++) {
            String text = file(random);
            String context = "seed " + SEED + " round " + round + "\n" + text;
            Source source = Source.of("test.yaml", text);
            List<FileFixer.Judged> before = judge(source);
            FixedFile file = new FileFixer(FileFixerTest::judge).fix(source);
            String made = text(file);
            List<FileFixer.Judged> after = judge(Source.of("test.yaml", made));

            assertThat(violations(after)).as(context + made).isEqualTo(file.notFixed().size());
            assertThat(violations(before))
                    .as(context)
                    .isEqualTo(file.fixed().size() + file.notFixed().size());
            assertThat(comments(made)).as(context + made).isEqualTo(comments(text));
            assertThat(made.contains("\r\n")).as(context).isEqualTo(text.contains("\r\n"));
            assertThat(made.replace("\r\n", "").contains("\r")).isFalse();
            assertThat(made.endsWith("\n")).as(context).isEqualTo(text.endsWith("\n"));
            assertThat(made.startsWith("\uFEFF")).isEqualTo(text.startsWith("\uFEFF"));
            if (!text.replace("\uFEFF", "").startsWith("{")) {
                // Another reader of YAML takes it as well (and fails for characters of two units
                // at the end of its buffer).
                int documents = 0;
                for (Object _ :
                        new Load(LoadSettings.builder().build())
                                .loadAllFromString(made.replace("\uFEFF", "").replace("😀", "x"))) {
                    documents++;
                }
                assertThat(documents).as(context + made).isPositive();
            }
            fixed += file.fixed().size();
            left += (int) file.notFixed().stream().filter(one -> !one.patch().isEmpty()).count();
        }
        assertThat(fixed).isGreaterThan(5000);
        assertThat(left).as("fixes that were refused, of " + fixed).isLessThan(fixed / 100);
    }

    private static String file(Random random) {
        Pods pods = new Pods(random);
        YamlStyles styles = new YamlStyles(random);
        int kind = random.nextInt(6);
        StringBuilder out = new StringBuilder(random.nextInt(6) == 0 ? "\uFEFF" : "");
        switch (kind) {
            case 0 -> out.append(styles.json(pods.workload(), random.nextInt(4)));
            case 1 ->
                    out.append(
                            styles.json(
                                    Map.of(
                                            "kind",
                                            "List",
                                            "apiVersion",
                                            "v1",
                                            "items",
                                            List.of(pods.workload(), pods.workload())),
                                    random.nextInt(4)));
            case 2 ->
                    out.append(
                            styles.block(
                                    Map.of(
                                            "kind",
                                            "List",
                                            "apiVersion",
                                            "v1",
                                            "items",
                                            List.of(pods.workload(), pods.workload()))));
            default -> {
                for (int i = 1 + random.nextInt(3); i > 0; i--) {
                    out.append(random.nextBoolean() ? "---" + styles.newline() : "");
                    out.append(styles.block(pods.workload()));
                    out.append(i > 1 ? "---" + styles.newline() : "");
                }
            }
        }
        if (random.nextInt(5) == 0 && out.charAt(out.length() - 1) == '\n') {
            out.setLength(out.length() - styles.newline().length());
        }
        return out.toString();
    }

    private static int violations(List<FileFixer.Judged> judged) {
        return judged.stream().mapToInt(one -> one.decision().violations().size()).sum();
    }

    private static List<String> comments(String text) {
        List<String> comments = new ArrayList<>();
        Matcher matcher = Pattern.compile("# own [0-9]+:").matcher(text);
        while (matcher.find()) {
            comments.add(matcher.group());
        }
        return comments;
    }

    @Test
    void mendsTheSamplesOfAllRules() throws Exception {
        Path samples = Path.of("../policy/src/test/resources/rules");
        List<String> odd = new ArrayList<>();
        int fixed = 0;
        try (Stream<Path> files = Files.walk(samples)) {
            for (Path path : files.filter(FileFixerTest::isSample).sorted().toList()) {
                FixedFile file =
                        new FileFixer(FileFixerTest::judge)
                                .fix(Source.of(path.toString(), Files.readAllBytes(path)));
                fixed += file.fixed().size();
                for (NotFixed one : file.notFixed()) {
                    if (!one.patch().isEmpty()) {
                        odd.add(
                                samples.relativize(path)
                                        + ": "
                                        + one.violation().rule()
                                        + ": "
                                        + one.why());
                    }
                }
            }
        }
        assertThat(fixed).isGreaterThan(500);
        assertThat(odd)
                .as("places of samples that need a guess")
                .allSatisfy(
                        one -> assertThat(one).containsAnyOf("anchor", "alias", "tag", "comment"));
    }

    private static boolean isSample(Path path) {
        return Files.isRegularFile(path)
                && (path.toString().endsWith(".yaml") || path.toString().endsWith(".json"));
    }

    @Test
    void mendsOneViolationByItselfAsItsPatchDoes() {
        Random random = new Random(SEED);
        ViolationEdits edits = new ViolationEdits();
        int found = 0;
        for (int round = 0; round < 60; round++) {
            Source source = Source.of("test.yaml", file(random));
            for (FileFixer.Judged one : judge(source)) {
                for (Violation violation : one.decision().violations()) {
                    var list = edits.of(one.workload(), violation);
                    if (!list.isEmpty()) {
                        found++;
                        FixedFile file = new FixedFile(source, list, List.of(violation), List.of());
                        assertThat(violations(judge(Source.of("test.yaml", file.bytes()))))
                                .isLessThan(violations(judge(source)));
                    }
                }
            }
        }
        assertThat(found).isGreaterThan(1000);
    }
}
