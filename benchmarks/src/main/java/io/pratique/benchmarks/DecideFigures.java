package io.pratique.benchmarks;

import com.sun.management.ThreadMXBean;
import io.pratique.model.Workload;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.rule.Facts;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Prints how long a decision takes and what it allocates, and whether that is as promised: p50 of
 * at most 5 microseconds with 25 rules, nothing allocated when the pod is allowed, and no more with
 * 5,000 policies than with one.
 */
public final class DecideFigures {
    private static final double MOST_MICROSECONDS = 5;

    private DecideFigures() {}

    /**
     * @param arguments seconds for each measurement, one when not given; more make steadier figures
     */
    public static void main(String[] arguments) throws RunnerException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include(DecideBenchmark.class.getName())
                                        .forks(1)
                                        .warmupIterations(2)
                                        .warmupTime(TimeValue.seconds(seconds))
                                        .measurementIterations(3)
                                        .measurementTime(TimeValue.seconds(seconds))
                                        .jvmArgsAppend("--sun-misc-unsafe-memory-access=allow")
                                        .verbosity(VerboseMode.SILENT)
                                        .build())
                        .run();
        print(List.copyOf(results), System.out);
    }

    private static void print(List<RunResult> results, PrintStream out) {
        out.printf(
                "%-12s %9s %8s %10s %10s %10s %12s%n",
                "layout", "policies", "pod", "p50 us", "p99 us", "p99.9 us", "bytes");
        for (RunResult result : results) {
            double p50 = microseconds(result, 50);
            boolean allowed = result.getParams().getParam("verdict").equals("allow");
            long bytes =
                    bytes(
                            DecideSetup.Layout.valueOf(result.getParams().getParam("layout")),
                            Integer.parseInt(result.getParams().getParam("policies")),
                            !allowed);
            out.printf(
                    "%-12s %9s %8s %10.2f %10.2f %10.2f %12d%s%n",
                    result.getParams().getParam("layout").toLowerCase(Locale.ROOT),
                    result.getParams().getParam("policies"),
                    allowed ? "allowed" : "blocked",
                    p50,
                    microseconds(result, 99),
                    microseconds(result, 99.9),
                    bytes,
                    allowed && (p50 > MOST_MICROSECONDS || bytes > 0) ? "  missed" : "");
        }
        out.println(
                "\nPromised for allowed pods with 25 rules: p50 of at most 5 us, 0 bytes, the same for 1 and 5000 policies.");
    }

    private static double microseconds(RunResult result, double percentile) {
        return result.getPrimaryResult().getStatistics().getPercentile(percentile) / 1_000;
    }

    /** What one decision allocates, exactly: counted by the machine for this thread. */
    private static long bytes(DecideSetup.Layout layout, int policies, boolean privileged) {
        CompiledPolicy policy = DecideSetup.policy(layout, policies);
        Workload pod = DecideSetup.pod(DecideSetup.namespace(policies), privileged);
        Facts facts = DecideSetup.facts();
        int rounds = privileged ? 200 : 20_000;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 3; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < rounds; i++) {
                if (policy.decide(pod, facts).violations().isEmpty() == privileged) {
                    throw new IllegalStateException("another decision than expected");
                }
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least / rounds;
    }
}
