package io.pratique.benchmarks;

import io.pratique.model.Workload;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Decision;
import io.pratique.policy.Verdict;
import io.pratique.policy.rule.Facts;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How long one decision takes, on a pod that is kept in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecideBenchmark {
    /** See {@link DecideSetup.Layout}. */
    @Param({"TENANTS", "DEFINITIONS", "REPEATED"})
    public String layout = "TENANTS";

    /** The policies, or the definitions of the one policy. */
    @Param({"1", "5000"})
    public int policies = 1;

    /** The pod: allowed, or with one privileged container. */
    @Param({"allow", "block"})
    public String verdict = "allow";

    private CompiledPolicy policy = CompiledPolicy.of(List.of());
    private Workload pod = DecideSetup.pod("default", false);
    private Facts facts = DecideSetup.facts();

    @Setup
    public void setUp() {
        policy = DecideSetup.policy(DecideSetup.Layout.valueOf(layout), policies);
        pod = DecideSetup.pod(DecideSetup.namespace(policies), verdict.equals("block"));
        facts = DecideSetup.facts();
        Verdict decided = policy.decide(pod, facts).verdict();
        if (!decided.id().equals(verdict)) {
            throw new IllegalStateException(policy.decide(pod, facts).toString());
        }
    }

    @Benchmark
    public Decision decide() {
        return policy.decide(pod, facts);
    }
}
