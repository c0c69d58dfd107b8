package io.pratique.policy.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Document;
import io.pratique.model.EcsReader;
import io.pratique.model.KubernetesReader;
import io.pratique.model.Location;
import io.pratique.model.Origin;
import io.pratique.model.ReadResult;
import io.pratique.model.Workload;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Decision;
import io.pratique.policy.Presets;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.Violation;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.Fix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PatchTest {
    private static final long SEED = 20261124;

    private static String patch(String document, String pointer, Fix fix) {
        return Patch.of(Trees.read(document), 0, pointer, fix).json();
    }

    @Test
    void addsAMemberToTheParentThatIsThere() {
        assertThat(patch("{\"a\":{}}", "/a/b", Fix.write("true")))
                .isEqualTo("[{\"op\":\"add\",\"path\":\"/a/b\",\"value\":true}]");
    }

    @Test
    void addsTheFirstMissingParentWithTheValueInside() {
        assertThat(patch("{\"a\":{}}", "/a/b/c~1d/e", Fix.write("true")))
                .isEqualTo("[{\"op\":\"add\",\"path\":\"/a/b\",\"value\":{\"c/d\":{\"e\":true}}}]");
    }

    @Test
    void replacesAParentThatIsNull() {
        assertThat(patch("{\"a\":null}", "/a/b", Fix.write("1")))
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/a\",\"value\":{\"b\":1}}]");
    }

    @Test
    void replacesTheValueThatIsThere() {
        assertThat(patch("{\"a\":[{\"b\":0}]}", "/a/0/b", Fix.write("1")))
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/a/0/b\",\"value\":1}]");
    }

    @Test
    void takesAwayWhatContradictsTheNewValue() {
        Fix fix = new Fix.Write("\"RuntimeDefault\"", List.of("localhostProfile", "other"));
        assertThat(
                        patch(
                                "{\"p\":{\"type\":\"Localhost\",\"localhostProfile\":\"x\"}}",
                                "/p/type",
                                fix))
                .isEqualTo(
                        "[{\"op\":\"replace\",\"path\":\"/p/type\",\"value\":\"RuntimeDefault\"},{\"op\":\"remove\",\"path\":\"/p/localhostProfile\"}]");
    }

    @Test
    void addsToTheEndOfAListAndKeepsWhatItHolds() {
        assertThat(patch("{\"d\":[\"A\",\"B\"]}", "/d", Fix.include(List.of("B", "C"))))
                .isEqualTo("[{\"op\":\"add\",\"path\":\"/d/-\",\"value\":\"C\"}]");
    }

    @Test
    void writesTheListWhenThereIsNone() {
        assertThat(patch("{}", "/c/d", Fix.include(List.of("A\"", "B"))))
                .isEqualTo(
                        "[{\"op\":\"add\",\"path\":\"/c\",\"value\":{\"d\":[\"A\\\"\",\"B\"]}}]");
    }

    @Test
    void hasNoPatchWhereSomethingElseStandsInTheWay() {
        assertThat(patch("{\"a\":\"text\"}", "/a/b", Fix.write("1"))).isEqualTo("[]");
        assertThat(patch("{\"a\":[]}", "/a/0/b", Fix.write("1"))).isEqualTo("[]");
        assertThat(patch("{\"a\":1}", "/b", Fix.REMOVE)).isEqualTo("[]");
        assertThat(patch("{\"a\":1}", "/a", Fix.MANUAL)).isEqualTo("[]");
    }

    @Test
    void hasNoPatchWhenTheDocumentIsGone() {
        Workload read = read(new PodGenerator(new Random(1)).pod());
        Violation violation =
                everything().decide(read, Facts.at(Instant.EPOCH)).violations().getFirst();
        Workload gone =
                new Workload(
                        read.identity(),
                        read.labels(),
                        read.podLabels(),
                        read.securityAnnotations(),
                        read.launchTypes(),
                        read.operatingSystem(),
                        read.hostNetwork(),
                        read.hostPid(),
                        read.hostIpc(),
                        read.hostUsers(),
                        read.serviceAccountToken(),
                        read.security(),
                        read.sysctls(),
                        read.volumes(),
                        read.resources(),
                        read.containers(),
                        read.deleting(),
                        read.mirror(),
                        new NoDocument());
        assertThat(Patch.of(gone, violation).isEmpty()).isTrue();
    }

    private record NoDocument() implements Origin {
        @Override
        public Location locate(String path) {
            return new Location("/" + path, 0, 0);
        }

        @Override
        public Location locateInObject(String path) {
            return locate(path);
        }

        @Override
        public Optional<Document> document() {
            return Optional.empty();
        }

        @Override
        public int node() {
            return 0;
        }
    }

    /** Every preset that has rules of its own at once: as many rule types as possible. */
    private static CompiledPolicy everything() {
        List<SecurityPolicy> policies = new ArrayList<>();
        for (String name :
                List.of(
                        "pod-security:restricted:latest",
                        "pod-security:restricted:v1.20",
                        "pod-security:baseline:latest",
                        "starter:kubernetes",
                        "starter:ecs")) {
            policies.add(Presets.of(name).orElseThrow());
        }
        return CompiledPolicy.of(policies);
    }

    private static Workload read(String json) {
        Document document = Trees.read(json);
        ReadResult result =
                EcsReader.recognises(document, 0)
                        ? new EcsReader().read(document, 0)
                        : new KubernetesReader(Map.of()).read(document, 0);
        return ((ReadResult.Judgeable) result).workload();
    }

    /** What distinguishes violations, without the indexes that a removal moves. */
    private static Map<String, Integer> counted(Decision decision) {
        Map<String, Integer> counted = new HashMap<>();
        for (Violation violation : decision.violations()) {
            counted.merge(key(violation), 1, Integer::sum);
        }
        return counted;
    }

    private static String key(Violation violation) {
        return violation.policy() + " " + violation.rule() + " " + violation.container();
    }

    @Test
    void eachPatchAloneMendsItsViolationAndChangesNothingElse() {
        Random random = new Random(SEED);
        PodGenerator generator = new PodGenerator(random);
        CompiledPolicy policy = everything();
        Set<String> mended = new HashSet<>();
        for (int round = 0; round < 600; round++) {
            String json = round % 4 == 0 ? generator.task() : generator.pod();
            Workload workload = read(json);
            Decision decision = policy.decide(workload, Facts.at(Instant.EPOCH));
            Map<String, Integer> before = counted(decision);
            Object tree = Trees.of(json);
            for (Violation violation : decision.violations()) {
                Patch patch = Patch.of(workload, violation);
                if (patch.isEmpty()) {
                    assertThat(violation.fix())
                            .as("seed %d: %s", SEED, violation)
                            .isEqualTo(Fix.MANUAL);
                    continue;
                }
                Object changed = Trees.patched(tree, patch.json());
                Decision again = policy.decide(read(Trees.json(changed)), Facts.at(Instant.EPOCH));
                Map<String, Integer> after = counted(again);
                String context =
                        "seed " + SEED + " round " + round + ": " + json + " " + violation + patch;
                assertThat(after.getOrDefault(key(violation), 0))
                        .as(context)
                        .isLessThan(Objects.requireNonNull(before.get(key(violation))));
                after.forEach((key, count) ->
                        assertThat(count)
                                .as(context + " gave rise to " + key)
                                .isLessThanOrEqualTo(before.getOrDefault(key, 0)));
                assertThat(leaves(changed, patch)).as(context).isEqualTo(leaves(tree, patch));
                mended.add(violation.type());
            }
        }
        assertThat(mended)
                .contains(
                        "privileged",
                        "allowPrivilegeEscalation",
                        "readOnlyRootFilesystem",
                        "hostNetwork",
                        "hostPID",
                        "hostIPC",
                        "hostPorts",
                        "containerCapabilities",
                        "runAsNonRoot",
                        "seccompProfile",
                        "appArmorProfile",
                        "seLinuxOptions",
                        "procMount",
                        "probeHosts",
                        "windowsHostProcess");
    }

    /** What the operations of a patch do not speak of; lists that lose an element are left out. */
    private static Map<String, Object> leaves(Object tree, Patch patch) {
        Map<String, Object> leaves = new LinkedHashMap<>();
        collect(tree, "", leaves);
        for (Operation operation : patch.operations()) {
            String path = operation.path();
            String last = path.substring(path.lastIndexOf('/') + 1);
            boolean element = last.equals("-") || last.chars().allMatch(c -> c >= '0' && c <= '9');
            String region = element ? path.substring(0, path.lastIndexOf('/')) : path;
            leaves.keySet()
                    .removeIf(leaf ->
                            leaf.equals(region)
                                    || leaf.startsWith(region + "/")
                                    || region.startsWith(leaf + "/"));
        }
        return leaves;
    }

    private static void collect(Object tree, String path, Map<String, Object> leaves) {
        if (tree instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((k, v) -> collect(v, path + "/" + k, leaves));
        } else if (tree instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.get(i), path + "/" + i, leaves);
            }
        } else {
            leaves.put(path, tree);
        }
    }
}
