package io.pratique.policy;

import java.util.List;
import java.util.Optional;

/**
 * The verdict on a workload and all its reasons, in the order of the policies and their rules.
 *
 * @param excepted what would be a violation, had nobody excepted it: it takes no part in the
 *     verdict
 * @param expired which of the violations an exception covered until it ended
 */
public record Decision(
        Verdict verdict,
        List<Violation> violations,
        List<Unjudged> unjudged,
        List<Excepted> excepted,
        List<Expired> expired) {
    private static final Decision ALLOWED =
            new Decision(Verdict.ALLOW, List.of(), List.of(), List.of(), List.of());

    public Decision {
        violations = List.copyOf(violations);
        unjudged = List.copyOf(unjudged);
        excepted = List.copyOf(excepted);
        expired = List.copyOf(expired);
    }

    /** Nothing was found. Always the same object, so that the common case costs none. */
    static Decision allowed() {
        return ALLOWED;
    }

    /** The decision that follows from the reasons: the strictest action of all violations. */
    static Decision of(
            List<Violation> violations,
            List<Unjudged> unjudged,
            List<Excepted> excepted,
            List<Expired> expired) {
        Verdict verdict = unjudged.isEmpty() ? Verdict.ALLOW : Verdict.UNKNOWN;
        for (Violation violation : violations) {
            Verdict strict =
                    switch (violation.action()) {
                        case LOG -> Verdict.LOG;
                        case BLOCK -> Verdict.BLOCK;
                    };
            verdict = strict.compareTo(verdict) > 0 ? strict : verdict;
        }
        return new Decision(verdict, violations, unjudged, excepted, expired);
    }

    /** The strictest mitigation that a violation asks for; empty when none does. */
    public Optional<Mitigation> mitigation() {
        return violations.stream()
                .flatMap(violation -> violation.mitigation().stream())
                .max(Mitigation::compareTo);
    }
}
