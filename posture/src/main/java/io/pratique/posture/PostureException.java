package io.pratique.posture;

import io.pratique.posture.evidence.Evidence;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.result.Fact;
import io.pratique.posture.result.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A finding that somebody accepts for a time. It never changes the state: a failure stays one, and
 * is counted apart.
 *
 * @param templates slugs; empty for all
 * @param scope what it holds for: {@code account}, {@code region}, {@code cluster}, {@code
 *     subject}, {@code kind}, {@code container}. The values of a key are alternatives, keys hold
 *     together. A value is exact unless it starts with {@code glob:}, where {@code *} stands for
 *     anything.
 * @param observed the values that are accepted; empty for any. It no longer holds when another
 *     value is observed.
 * @param expires it holds before this moment
 */
public record PostureException(
        String id,
        Set<String> templates,
        Map<String, List<String>> scope,
        List<String> observed,
        String reason,
        String owner,
        String approver,
        String ticket,
        Instant created,
        Instant expires) {
    public PostureException {
        templates = Set.copyOf(templates);
        scope = Map.copyOf(scope);
        observed = List.copyOf(observed);
    }

    /** True when it accepts this failure at that moment. */
    public boolean accepts(Finding finding, Instant now) {
        return finding.state() == State.FAIL
                && now.isBefore(expires)
                && (templates.isEmpty() || templates.contains(finding.template().slug()))
                && inScope(finding)
                && failuresAccepted(finding);
    }

    private boolean failuresAccepted(Finding finding) {
        for (Fact fact : finding.outcome().facts()) {
            if (fact.state() == State.FAIL) {
                boolean container =
                        !scope.containsKey("container")
                                || matches(scope.get("container"), fact.part());
                boolean value = observed.isEmpty() || observed.contains(fact.observed());
                if (!container || !value) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean inScope(Finding finding) {
        for (Map.Entry<String, List<String>> entry : scope.entrySet()) {
            Optional<Subject> subject = finding.subject();
            Map<String, String> head =
                    subject.map(Subject::evidence).map(Evidence.Head::scope).orElse(Map.of());
            String value =
                    switch (entry.getKey()) {
                        case "subject" -> finding.subjectId();
                        case "kind" -> finding.kind().id();
                        case "cluster" -> head.getOrDefault("clusterArn", "");
                        // Held against each fact that failed.
                        case "container" -> entry.getValue().getFirst();
                        default -> head.getOrDefault(entry.getKey(), "");
                    };
            if (!entry.getKey().equals("container") && !matches(entry.getValue(), value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(List<String> patterns, String value) {
        for (String pattern : patterns) {
            boolean glob = pattern.startsWith("glob:");
            if (glob ? glob(pattern.substring(5), value) : pattern.equals(value)) {
                return true;
            }
        }
        return false;
    }

    /** {@code *} stands for anything; in time linear in pattern times value at worst. */
    private static boolean glob(String pattern, String value) {
        int p = 0;
        int v = 0;
        int star = -1;
        int mark = 0;
        while (v < value.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = v;
            } else if (p < pattern.length() && pattern.charAt(p) == value.charAt(v)) {
                p++;
                v++;
            } else if (star >= 0) {
                p = star + 1;
                v = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
