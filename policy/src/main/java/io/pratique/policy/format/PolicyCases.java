package io.pratique.policy.format;

import io.pratique.document.Node;
import io.pratique.document.Position;
import io.pratique.model.ImageReference;
import io.pratique.policy.Verdict;
import io.pratique.policy.rule.Facts.ScanType;
import io.pratique.policy.rule.ScanFact;
import io.pratique.policy.rule.SignatureFact;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cases for policies, as a file beside them holds them.
 *
 * @param policies files, relative to the file of the cases, or presets; empty for the policy whose
 *     file has the same name
 */
public record PolicyCases(List<String> policies, List<Case> cases) {
    public PolicyCases {
        policies = List.copyOf(policies);
        cases = List.copyOf(cases);
    }

    /**
     * A case: what is judged, what is known, and what should come of it.
     *
     * @param position where it starts
     * @param subject what is judged
     * @param now the day on which it is judged, at noon UTC; empty for today
     */
    public record Case(
            String name,
            Position position,
            Subject subject,
            Optional<LocalDate> now,
            List<Scan> scans,
            List<Signature> signatures,
            Expected expected) {
        public Case {
            scans = List.copyOf(scans);
            signatures = List.copyOf(signatures);
        }
    }

    /** What is judged. */
    public sealed interface Subject {
        /** An object that stands in the case. */
        record Inside(Node object) implements Subject {}

        /**
         * An object of a file.
         *
         * @param file relative to the file of the cases
         * @param resource {@code Kind/name} or {@code name}; empty when the file has only one
         */
        record InFile(String file, String resource) implements Subject {}
    }

    /** What is known of a scan of an image. */
    public record Scan(ImageReference image, ScanType type, ScanFact fact) {}

    /** What is known of a signature. */
    public record Signature(ImageReference image, String attestor, SignatureFact fact) {}

    /**
     * What should come of it.
     *
     * @param violations exactly these, in any order; empty when the case does not say
     * @param excepted the names of exceptions that must have been used; empty when it does not say
     */
    public record Expected(
            Verdict decision,
            Optional<List<ExpectedViolation>> violations,
            Optional<List<String>> excepted) {}

    /**
     * A violation that should be found.
     *
     * @param fields what is said of it: rule, type, action, severity, policy, container, pointer,
     *     observed
     */
    public record ExpectedViolation(Position position, Map<String, String> fields) {
        public ExpectedViolation {
            fields = Map.copyOf(fields);
        }
    }
}
