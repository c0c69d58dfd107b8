package io.pratique.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.model.Platform;
import io.pratique.model.Workload;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Manifests;
import io.pratique.policy.Violation;
import io.pratique.policy.rule.Sample.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule type against its samples, and the samples against every rule type. */
class RuleSamplesTest {
    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void findsWhatIsMarkedAndNothingElse(Sample sample) {
        assertThat(sample.found()).isEqualTo(sample.marks());
        boolean violates = sample.marks().stream().anyMatch(mark -> mark.contains("violation: "));
        if (sample.is(sample.platform(), Kind.VIOLATING)) {
            assertThat(violates).isTrue();
        }
        if (sample.is(sample.platform(), Kind.PASSING)
                || sample.is(sample.platform(), Kind.NOT_APPLICABLE)) {
            assertThat(sample.marks()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void saysWhatItFoundInWordsForPeople(Sample sample) {
        CompiledPolicy policy = CompiledPolicy.of(List.of(sample.policy()));
        Facts facts = SampleFacts.of(sample.head());
        for (Workload workload : sample.workloads()) {
            for (Violation violation : policy.decide(workload, facts).violations()) {
                assertThat(violation.observed()).isNotBlank().doesNotContain("hunter2");
                assertThat(violation.expected()).isNotBlank();
                assertThat(violation.message()).endsWith(".");
                assertThat(violation.location().pointer()).startsWith("/");
            }
        }
    }

    @Test
    void everyTypeHasEveryKindOfSampleForEachOfItsPlatforms() {
        List<String> missing = new ArrayList<>();
        for (RuleType type : RuleTypes.all()) {
            List<Sample> samples = Sample.of(type.id());
            for (Platform platform : platforms(type)) {
                for (Kind kind : Kind.values()) {
                    if (samples.stream().noneMatch(sample -> sample.isMain(platform, kind))) {
                        missing.add(type.id() + "/" + platform.id() + "-" + kind.id());
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everySampleBelongsToATypeOnAPlatformThatHasIt() {
        for (Sample sample : Sample.all()) {
            assertThat(RuleTypes.of(sample.type())).as(sample.toString()).isPresent();
            RuleType type = RuleTypes.of(sample.type()).orElseThrow();
            assertThat(platforms(type)).as(sample.toString()).contains(sample.platform());
        }
    }

    @Test
    void everyTypeHasAPage() {
        assertThat(RuleTypes.all())
                .allSatisfy(type ->
                        assertThat(Files.exists(Path.of("../docs/rules", type.id() + ".md")))
                                .as(type.id())
                                .isTrue());
    }

    /** Why a type does not find in a role what it finds in others. */
    private static final Map<String, Set<String>> NOT_IN_ROLE =
            Map.of(
                    // The API refuses resources and probes there.
                    "resourceLimits", Set.of("ephemeral"),
                    "probes", Set.of("init", "ephemeral"));

    static Stream<Sample> containerSamples() {
        return Sample.all().stream()
                .filter(sample -> sample.is(Platform.KUBERNETES, Kind.VIOLATING))
                .filter(sample -> sample.marks().stream().anyMatch(Marks::ofContainer));
    }

    /**
     * Moves each container that violates into every role, and expects the same there. A sidecar is
     * an init container with a restart policy of its own.
     */
    @ParameterizedTest
    @MethodSource("containerSamples")
    void findsTheSameInContainersOfEveryRole(Sample sample) {
        CompiledPolicy policy = CompiledPolicy.of(List.of(sample.policy()));
        Facts facts = SampleFacts.of(sample.head());
        List<Workload> workloads = sample.workloads();
        int tried = 0;
        for (int i = 0; i < workloads.size(); i++) {
            Set<String> names = new TreeSet<>();
            policy.decide(workloads.get(i), facts)
                    .violations()
                    .forEach(violation -> names.add(violation.container()));
            names.remove("");
            Map<String, Object> object =
                    Manifests.map(Manifests.of(sample.documents().get(i).root()));
            for (String name : names) {
                for (String role : List.of("init", "sidecar", "main", "ephemeral")) {
                    if (!NOT_IN_ROLE.getOrDefault(sample.type(), Set.of()).contains(role)) {
                        String text = Manifests.yaml(withRole(object, name, role));
                        assertThat(
                                        policy.decide(Manifests.workload(role, text), facts)
                                                .violations())
                                .as(role + " in\n" + text)
                                .anyMatch(violation -> violation.container().equals(name));
                        tried++;
                    }
                }
            }
        }
        assertThat(tried).isPositive();
    }

    @Test
    void everyTypeOnContainersIsTriedInEveryRole() {
        Set<String> tried = new TreeSet<>();
        containerSamples().forEach(sample -> tried.add(sample.type()));
        Set<String> others = new TreeSet<>();
        RuleTypes.all().forEach(type -> others.add(type.id()));
        others.removeAll(tried);
        // These say nothing about a container. A type that is added here must not either.
        assertThat(others)
                .isSubsetOf(
                        "cel",
                        "hostIPC",
                        "hostNetwork",
                        "hostPID",
                        "podExec",
                        "podPortForward",
                        "requiredLabels",
                        "serviceAccountToken",
                        "sysctls",
                        "volumeTypes");
    }

    private static final class Marks {
        private static boolean ofContainer(String mark) {
            return mark.contains("violation: ") && mark.split(" ", -1).length == 4;
        }
    }

    private static Set<Platform> platforms(RuleType type) {
        Set<Platform> platforms = new TreeSet<>();
        type.targets().forEach(target -> platforms.add(target.platform()));
        return platforms;
    }

    /** The object with one of its containers alone, in another role. */
    private static Map<String, Object> withRole(
            Map<String, Object> object, String name, String role) {
        Map<String, Object> copy = Manifests.map(Manifests.copy(object));
        Map<String, Object> spec = podSpec(copy);
        Map<String, Object> container = new LinkedHashMap<>();
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            Object containers = spec.remove(list);
            for (Object each : containers == null ? List.of() : Manifests.list(containers)) {
                if (name.equals(Manifests.map(each).get("name"))) {
                    container.putAll(Manifests.map(each));
                }
            }
        }
        container.remove("restartPolicy");
        if (role.equals("sidecar")) {
            container.put("restartPolicy", "Always");
        }
        spec.put(
                switch (role) {
                    case "init", "sidecar" -> "initContainers";
                    case "ephemeral" -> "ephemeralContainers";
                    default -> "containers";
                },
                List.of(container));
        return copy;
    }

    private static Map<String, Object> podSpec(Map<String, Object> object) {
        Map<String, Object> at = Manifests.map(object.get("spec"));
        for (String step : List.of("jobTemplate", "spec", "template", "spec")) {
            if (!at.containsKey("containers") && at.containsKey(step)) {
                at = Manifests.map(at.get(step));
            }
        }
        return at;
    }
}
