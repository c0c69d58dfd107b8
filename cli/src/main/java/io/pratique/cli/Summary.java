package io.pratique.cli;

import io.pratique.policy.Verdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts what was checked. */
final class Summary {
    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private final Map<String, Integer> skipped = new TreeMap<>();
    private int errors;
    private int violations;

    void add(Outcome outcome) {
        switch (outcome) {
            case Outcome.Judged judged -> {
                verdicts.merge(judged.decision().verdict(), 1, Integer::sum);
                violations += judged.decision().violations().size();
            }
            case Outcome.Failed _ -> errors++;
            case Outcome.Skipped skip -> skipped.merge(skip.kind(), 1, Integer::sum);
        }
    }

    int count(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }

    int workloads() {
        return verdicts.values().stream().mapToInt(Integer::intValue).sum();
    }

    int errors() {
        return errors;
    }

    int violations() {
        return violations;
    }

    /** The kinds that start no containers, and how many of each were seen. */
    Map<String, Integer> skipped() {
        return skipped;
    }

    ExitCode exitCode(Verdict failOn) {
        if (errors > 0 || workloads() == 0 || count(Verdict.UNKNOWN) > 0) {
            return ExitCode.NOT_JUDGED;
        }
        boolean failed =
                count(Verdict.BLOCK) > 0 || (failOn == Verdict.LOG && count(Verdict.LOG) > 0);
        return failed ? ExitCode.VIOLATIONS : ExitCode.CLEAN;
    }
}
