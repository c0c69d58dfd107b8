package io.pratique.policy;

import io.pratique.model.Container;
import io.pratique.model.Location;
import io.pratique.model.Setting;
import io.pratique.model.Workload;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.Findings;
import io.pratique.policy.rule.Fix;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes one decision: keeps what the rules find, less what is excepted. For one thread. */
final class Collector {
    private final Facts facts;
    private final LocalDate today;
    private final OwnImages ownImages;
    private final List<Violation> violations = new ArrayList<>();
    private final List<Unjudged> unjudged = new ArrayList<>();
    private final List<Excepted> excepted = new ArrayList<>();
    private final List<Expired> expired = new ArrayList<>();

    Collector(Facts facts, OwnImages ownImages) {
        this.facts = facts;
        this.ownImages = ownImages;
        this.today = LocalDate.ofInstant(facts.now(), ZoneOffset.UTC);
    }

    void judge(HeldRule held, Workload workload) {
        held.compiled().check().judge(workload, facts, new OfRule(held));
    }

    Decision decision() {
        return Decision.of(violations, unjudged, excepted, expired);
    }

    private final class OfRule implements Findings {
        private final HeldRule held;

        OfRule(HeldRule held) {
            this.held = held;
        }

        @Override
        public boolean violated(
                Workload workload,
                @Nullable Container container,
                Supplier<Location> at,
                Object observed,
                String expected,
                Fix fix) {
            Rule rule = held.rule();
            String shown =
                    observed instanceof Setting<?> setting ? setting.shown() : observed.toString();
            Violation violation =
                    violation(
                            workload,
                            container,
                            at,
                            rule.action(),
                            rule.mitigation(),
                            shown,
                            expected,
                            fix);
            @Nullable String exception = exception(workload, container, observed, violation);
            if (exception == null) {
                violations.add(violation);
            } else {
                excepted.add(new Excepted(violation, exception));
            }
            return true;
        }

        @Override
        public boolean unknown(
                Workload workload,
                @Nullable Container container,
                Supplier<Location> at,
                String reason,
                String remedy) {
            Rule rule = held.rule();
            return switch (rule.whenUnknown()) {
                case PASS -> false;
                case REPORT -> unknown(workload, container, at, rule.action(), reason, remedy);
                case LOG -> unknown(workload, container, at, Action.LOG, reason, remedy);
                case BLOCK -> unknown(workload, container, at, Action.BLOCK, reason, remedy);
            };
        }

        private boolean unknown(
                Workload workload,
                @Nullable Container container,
                Supplier<Location> at,
                Action action,
                String reason,
                String remedy) {
            Rule rule = held.rule();
            Violation violation =
                    violation(
                            workload,
                            container,
                            at,
                            action,
                            mitigationOfUnknown(rule),
                            unknownShown(reason),
                            remedy,
                            Fix.MANUAL);
            boolean reported = rule.whenUnknown() == WhenUnknown.REPORT;
            @Nullable String exception =
                    exception(workload, container, null, reported ? null : violation);
            if (exception != null) {
                excepted.add(new Excepted(violation, exception));
            } else if (reported) {
                unjudged.add(
                        new Unjudged(
                                violation.policy(),
                                violation.rule(),
                                violation.type(),
                                violation.container(),
                                violation.location(),
                                reason,
                                remedy));
            } else {
                violations.add(violation);
            }
            return true;
        }

        /** Who lets what was not known be logged does not want a workload stopped for it. */
        private static Optional<Mitigation> mitigationOfUnknown(Rule rule) {
            return rule.whenUnknown() == WhenUnknown.LOG
                    ? rule.mitigation().map(_ -> Mitigation.LOG)
                    : rule.mitigation();
        }

        /** Settings say "unknown (…)" themselves. */
        private static String unknownShown(String reason) {
            return reason.startsWith("unknown") ? reason : "unknown (" + reason + ")";
        }

        private Violation violation(
                Workload workload,
                @Nullable Container container,
                Supplier<Location> at,
                Action action,
                Optional<Mitigation> mitigation,
                String observed,
                String expected,
                Fix fix) {
            Rule rule = held.rule();
            String containerName = container == null ? "" : container.name();
            return new Violation(
                    held.compiled().policy(),
                    rule.id(),
                    rule.type().id(),
                    action,
                    mitigation,
                    rule.severity(),
                    containerName,
                    at.get(),
                    observed,
                    expected,
                    message(rule, workload, containerName, observed, expected),
                    fix);
        }

        private static String message(
                Rule rule, Workload workload, String container, String observed, String expected) {
            String message = rule.message();
            if (message.isEmpty()) {
                return rule.type().description();
            }
            return message.contains("{{")
                    ? message.replace("{{name}}", workload.identity().name())
                            .replace("{{namespace}}", workload.identity().namespace())
                            .replace("{{container}}", container)
                            .replace("{{expected}}", expected)
                            .replace("{{observed}}", observed)
                    : message;
        }

        /**
         * The exception that covers a violation, the first in the order of the policy; null when
         * none does.
         *
         * @param observed null when it is not known
         * @param violation to be noted when an exception covered it until it ended; null for none
         */
        private @Nullable String exception(
                Workload workload,
                @Nullable Container container,
                @Nullable Object observed,
                @Nullable Violation violation) {
            if (!held.rule().isSignature() && ownImages.covers(workload, container)) {
                return OwnImages.EXCEPTION;
            }
            List<CompiledException> all = held.exceptions();
            List<Expired> ended = List.of();
            for (int i = 0; i < all.size(); i++) {
                CompiledException exception = all.get(i);
                if (exception.covers(workload, container, observed)) {
                    Optional<LocalDate> end = exception.endedBefore(today);
                    if (end.isEmpty()) {
                        return exception.name();
                    }
                    if (violation != null) {
                        ended = ended.isEmpty() ? new ArrayList<>() : ended;
                        ended.add(new Expired(violation, exception.name(), end.get()));
                    }
                }
            }
            expired.addAll(ended);
            return null;
        }
    }
}
