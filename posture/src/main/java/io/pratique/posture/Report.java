package io.pratique.posture;

import io.pratique.posture.catalogue.Template;
import io.pratique.posture.result.State;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The findings of one run, with what they come to.
 *
 * @param findings in the order of the catalogue, then of the evidence
 * @param exceptions all that were given, for {@link #unused}
 * @param now the moment of the run
 */
public record Report(List<Finding> findings, List<PostureException> exceptions, Instant now) {
    public Report {
        findings = List.copyOf(findings);
        exceptions = List.copyOf(exceptions);
    }

    /** How many findings have each state. */
    public Map<State, Integer> counts() {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        for (State state : State.values()) {
            counts.put(state, 0);
        }
        findings.forEach(finding -> counts.merge(finding.state(), 1, Integer::sum));
        return counts;
    }

    /** What each template says of all its subjects together (posture.md section 2). */
    public Map<Template, State> byTemplate() {
        Map<Template, State> states = new LinkedHashMap<>();
        for (Finding finding : findings) {
            states.merge(finding.template(), finding.state(), Report::worse);
        }
        return states;
    }

    /** Failures that no exception accepts. */
    public long failures() {
        return findings.stream()
                .filter(finding -> finding.state() == State.FAIL && finding.muted().isEmpty())
                .count();
    }

    private static int rank(State state) {
        return switch (state) {
            case FAIL -> 0;
            case ERROR -> 1;
            case NO_EVIDENCE -> 2;
            case PASS -> 3;
            case PLATFORM_ENFORCED -> 4;
            case NOT_APPLICABLE -> 5;
        };
    }

    static State worse(State one, State other) {
        return rank(one) <= rank(other) ? one : other;
    }

    /** True for what a platform enforces in a way that counts as satisfied. */
    private static boolean counts(Finding finding) {
        return finding.outcome().basis().filter(basis -> basis.counts()).isPresent();
    }

    /**
     * The share of what is good in what was decided, from 0 to 1; NaN when nothing was. What AWS
     * operates without saying how is in neither.
     */
    public double score() {
        long good = findings.stream().filter(f -> f.state() == State.PASS || counts(f)).count();
        long bad = findings.stream().filter(f -> f.state() == State.FAIL).count();
        return (double) good / (good + bad);
    }

    /** The share of what was decided in what applies, from 0 to 1; NaN when nothing applies. */
    public double coverage() {
        long decided = 0;
        long all = 0;
        for (Finding finding : findings) {
            switch (finding.state()) {
                case PASS, FAIL -> {
                    decided++;
                    all++;
                }
                case PLATFORM_ENFORCED -> {
                    if (counts(finding)) {
                        decided++;
                        all++;
                    }
                }
                case NO_EVIDENCE, ERROR -> all++;
                case NOT_APPLICABLE -> {}
            }
        }
        return (double) decided / all;
    }

    /** Exceptions whose time is over. */
    public List<PostureException> expired() {
        return exceptions.stream().filter(e -> !now.isBefore(e.expires())).toList();
    }

    /** Exceptions that hold now and not at the end of a span. */
    public List<PostureException> expiringWithin(Duration span) {
        return exceptions.stream()
                .filter(e -> now.isBefore(e.expires()) && !now.plus(span).isBefore(e.expires()))
                .toList();
    }

    /** Exceptions that hold and accept nothing. */
    public List<PostureException> unused() {
        Set<String> used = new HashSet<>();
        findings.forEach(f -> f.muted().ifPresent(e -> used.add(e.id())));
        return exceptions.stream()
                .filter(e -> now.isBefore(e.expires()) && !used.contains(e.id()))
                .toList();
    }
}
