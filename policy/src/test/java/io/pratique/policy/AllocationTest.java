package io.pratique.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pratique.model.ImageReference;
import io.pratique.model.Platform;
import io.pratique.model.Workload;
import io.pratique.policy.match.TextOperator;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.ScanFact;
import io.pratique.policy.rule.SignatureFact;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A workload that is allowed costs no garbage, whatever the rules and namespaces. */
class AllocationTest {
    private static final int WARM_UP = 20_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 10_000;

    private static Workload pod() {
        return Workloads.of(
                """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop"},
                 "spec":{"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
                  "volumes":[{"name":"a","emptyDir":{}}],
                  "containers":[{"name":"app","image":"nginx:1.29","ports":[{"containerPort":8080}],
                    "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}},
                   {"name":"side","image":"envoy:1",
                    "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}}\
                """);
    }

    @Test
    void allocatesNothingWhenAPodIsAllowed() {
        SecurityPolicy policy = Presets.of("pod-security:restricted:latest").orElseThrow();
        assertThat(Policies.decide(policy, pod()).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(allocated(CompiledPolicy.of(List.of(policy)), pod(), Policies.FACTS))
                .as(() -> "bytes, by rule: " + byRule(policy, pod()))
                .isZero();
    }

    /** What each rule allocates by itself: which of them to mend. */
    private static Map<String, Long> byRule(SecurityPolicy policy, Workload workload) {
        Map<String, Long> bytes = new TreeMap<>();
        for (Rule rule : policy.rules()) {
            bytes.put(
                    rule.id(),
                    allocated(
                            CompiledPolicy.of(List.of(Policies.policy(rule))),
                            workload,
                            Policies.FACTS));
        }
        return bytes;
    }

    /**
     * Every rule type with many parameters, over many workloads that it allows. Few rounds, so that
     * no compiler takes allocations away that another run would have. The libraries of regular
     * expressions and CEL do allocate.
     */
    @Test
    void allocatesNothingForAnyRuleTypeWhatItsParametersAre() {
        long seed = Long.getLong("seed", System.nanoTime() & Integer.MAX_VALUE);
        Random random = new Random(seed);
        RandomPolicies policies = new RandomPolicies(random);
        RandomWorkloads workloads = new RandomWorkloads(random);
        Facts facts = new GoodFacts(Policies.FACTS.now());
        Map<String, Long> bytes = new TreeMap<>();
        for (Rule rule : policies.everyVariant()) {
            if (rule.type().id().equals("cel") || usesRegularExpressions(rule.parameters())) {
                continue;
            }
            CompiledPolicy compiled =
                    CompiledPolicy.of(
                            List.of(
                                    SecurityPolicy.of("k", Platform.KUBERNETES, "", List.of(rule)),
                                    SecurityPolicy.of("e", Platform.ECS, "", List.of(rule))));
            for (int i = 0; i < 20; i++) {
                Workload workload = workloads.nextKnown();
                if (compiled.decide(workload, facts).verdict() == Verdict.ALLOW) {
                    // A compiler at work may add to one try, and never to several.
                    long each = Long.MAX_VALUE;
                    for (int attempt = 0; attempt < 4 && each > 0; attempt++) {
                        run(compiled, workload, facts, 300);
                        long before = allocatedBytes();
                        run(compiled, workload, facts, 20);
                        each = Math.min(each, (allocatedBytes() - before) / 20);
                    }
                    if (each > 0) {
                        bytes.merge(
                                rule.type().id() + " " + rule.parameters().values().get("operator"),
                                each,
                                Math::max);
                    }
                }
            }
        }
        assertThat(bytes).as("seed %s", seed).isEmpty();
    }

    private static boolean usesRegularExpressions(Parameters parameters) {
        return parameters.values().containsValue(TextOperator.MATCHES.id())
                || parameters.values().values().stream()
                        .filter(List.class::isInstance)
                        .flatMap(list -> ((List<?>) list).stream())
                        .anyMatch(
                                one -> one instanceof Parameters of && usesRegularExpressions(of));
    }

    /** Every image was scanned today, is clean, and signed. */
    private record GoodFacts(Instant now) implements Facts {
        private static final SignatureFact VERIFIED = new SignatureFact.Verified();
        private static final ScanFact CLEAN =
                new ScanFact.Scanned(Policies.FACTS.now(), 0, List.of());

        @Override
        public ScanFact scan(ImageReference image, ScanType type) {
            return CLEAN;
        }

        @Override
        public SignatureFact signature(ImageReference image, String attestor) {
            return VERIFIED;
        }
    }

    @Test
    void allocatesNothingWhenATaskIsAllowed() {
        List<Rule> rules =
                Stream.of(
                                "hostNetwork",
                                "hostPID",
                                "privileged",
                                "containerCapabilities",
                                "readOnlyRootFilesystem",
                                "runAsNonRoot",
                                "volumeTypes",
                                "plaintextSecrets")
                        .map(Policies::block)
                        .toList();
        CompiledPolicy policy =
                CompiledPolicy.of(List.of(SecurityPolicy.of("ecs", Platform.ECS, "", rules)));
        Workload workload =
                Workloads.of(
                        """
                        {"family":"web","networkMode":"awsvpc","requiresCompatibilities":["EC2"],"containerDefinitions":
                         [{"name":"app","image":"nginx:1.29","user":"1000","memory":512,"readonlyRootFilesystem":true}]}\
                        """);
        assertThat(policy.decide(workload, Policies.FACTS).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(allocated(policy, workload, Policies.FACTS)).isZero();
    }

    /** The fewest bytes of several tries: a compiler or a collector may add to one of them. */
    private static long allocated(CompiledPolicy policy, Workload workload, Facts facts) {
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++) {
            run(policy, workload, facts, WARM_UP);
            long before = allocatedBytes();
            run(policy, workload, facts, ROUNDS);
            least = Math.min(least, allocatedBytes() - before);
        }
        return least;
    }

    private static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    private static void run(CompiledPolicy policy, Workload workload, Facts facts, int rounds) {
        for (int i = 0; i < rounds; i++) {
            if (policy.decide(workload, facts).verdict() != Verdict.ALLOW) {
                throw new AssertionError("not allowed");
            }
        }
    }
}
