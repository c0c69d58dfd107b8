package io.pratique.policy;

import java.util.List;

/** The verdict on a workload and all its reasons, in the order of the rules. */
public record Decision(Verdict verdict, List<Violation> violations, List<Unjudged> unjudged) {
    private static final Decision ALLOWED = new Decision(Verdict.ALLOW, List.of(), List.of());

    public Decision {
        violations = List.copyOf(violations);
        unjudged = List.copyOf(unjudged);
    }

    static Decision allowed() {
        return ALLOWED;
    }

    static Decision of(List<Violation> violations, List<Unjudged> unjudged) {
        Verdict verdict = unjudged.isEmpty() ? Verdict.ALLOW : Verdict.UNKNOWN;
        for (Violation violation : violations) {
            Verdict strict =
                    switch (violation.action()) {
                        case LOG -> Verdict.LOG;
                        case BLOCK -> Verdict.BLOCK;
                    };
            verdict = strict.compareTo(verdict) > 0 ? strict : verdict;
        }
        return new Decision(verdict, violations, unjudged);
    }
}
