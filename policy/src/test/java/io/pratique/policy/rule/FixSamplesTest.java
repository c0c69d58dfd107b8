package io.pratique.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Document;
import io.pratique.document.Node;
import io.pratique.model.KubernetesReader;
import io.pratique.model.ReadResult;
import io.pratique.model.Workload;
import io.pratique.model.WorkloadReader;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Decision;
import io.pratique.policy.Violation;
import io.pratique.policy.fix.Patch;
import io.pratique.policy.fix.Trees;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The patch of every violation in every sample, alone, takes that violation away. */
class FixSamplesTest {
    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void mendsEachViolationOfTheSamplesByItsPatch(Sample sample) {
        CompiledPolicy policy = CompiledPolicy.of(List.of(sample.policy()));
        Facts facts = SampleFacts.of(sample.head());
        for (Workload workload : sample.workloads()) {
            Document document = workload.origin().document().orElseThrow();
            Node base = Node.at(document, workload.origin().base());
            Decision before = policy.decide(workload, facts);
            for (Violation violation : before.violations()) {
                Patch patch = Patch.of(workload, violation);
                if (patch.isEmpty()) {
                    assertThat(
                                    violation.fix() instanceof Fix.Manual
                                            || !workload.origin().editable())
                            .as("%s has a fix without a patch: %s", sample, violation)
                            .isTrue();
                    continue;
                }
                String changed = Trees.json(Trees.patched(Trees.of(base), patch.json()));
                Decision after = policy.decide(again(changed, workload), facts);
                assertThat(count(after, violation))
                        .as("%s: %s by %s", sample, violation, patch)
                        .isLessThan(count(before, violation));
                assertThat(after.violations().size())
                        .as("%s: %s by %s", sample, violation, patch)
                        .isLessThan(before.violations().size());
            }
        }
    }

    private static Workload again(String json, Workload old) {
        List<Workload> workloads = new ArrayList<>();
        new WorkloadReader(KubernetesReader.KNOWN_CUSTOM_KINDS)
                .read(
                        Trees.read(json),
                        0,
                        result -> {
                            if (result instanceof ReadResult.Judgeable(Workload workload)) {
                                workloads.add(workload);
                            }
                        });
        return workloads.stream()
                .filter(workload -> workload.identity().name().equals(old.identity().name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not read again: " + json));
    }

    private static long count(Decision decision, Violation wanted) {
        return decision.violations().stream()
                .filter(one -> one.container().equals(wanted.container()))
                .count();
    }
}
