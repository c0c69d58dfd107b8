package io.pratique.policy;

import io.pratique.model.Container;
import io.pratique.model.ImageReference;
import io.pratique.model.LaunchType;
import io.pratique.model.Location;
import io.pratique.model.Platform;
import io.pratique.model.Setting;
import io.pratique.model.Workload;
import io.pratique.policy.PolicyException.ImageCondition;
import io.pratique.policy.match.NamePatterns;
import io.pratique.policy.rule.Check;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.Findings;
import io.pratique.policy.rule.Fix;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.Subject;
import io.pratique.policy.rule.Target;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges as docs/judge.md says it, word for word: loops over policies, definitions, rules and
 * exceptions as they were written, and nothing is indexed or kept. Slow, and simple enough to be
 * read against the page. Only the checks, which are not what is compared, are made once, as
 * expressions take long to compile.
 */
final class NaiveJudge {
    private final List<SecurityPolicy> policies;
    private final Set<String> ownDigests;
    private final IdentityHashMap<Parameters, Check> checks;

    /**
     * @param checks where checks are kept by the parameters they were made of, for several judges;
     *     an identity map, as rules of several types may have equal ones
     */
    NaiveJudge(
            List<SecurityPolicy> policies,
            Set<String> ownDigests,
            IdentityHashMap<Parameters, Check> checks) {
        this.policies = policies;
        this.checks = checks;
        this.ownDigests = ownDigests;
    }

    Decision decide(Workload workload, Facts facts, Phase phase) {
        Reasons reasons = new Reasons();
        for (SecurityPolicy policy : policies) {
            if (policy.platform() != workload.platform() || !canRunThere(policy, workload)) {
                continue;
            }
            String namespace = workload.identity().namespace();
            Definition definition =
                    policy.platform() == Platform.KUBERNETES
                            ? definitionOf(policy, namespace)
                            : null;
            for (Rule rule : policy.rules()) {
                if (!isReplaced(rule, definition, namespace)) {
                    judge(rule, policy, definition, workload, facts, phase, reasons, true);
                }
            }
            if (definition != null) {
                for (Rule rule : definition.rules()) {
                    judge(rule, policy, definition, workload, facts, phase, reasons, true);
                }
            }
            for (Rule rule : policy.signatures()) {
                judge(rule, policy, definition, workload, facts, phase, reasons, false);
            }
        }
        return reasons.decision();
    }

    private static boolean canRunThere(SecurityPolicy policy, Workload workload) {
        if (policy.launchTypes().isEmpty() || workload.launchTypes().isEmpty()) {
            return true;
        }
        return workload.launchTypes().stream().anyMatch(policy.launchTypes()::contains);
    }

    /** An exact name first, then the glob with the longest literal beginning, then the first. */
    private static @Nullable Definition definitionOf(SecurityPolicy policy, String namespace) {
        for (Definition definition : policy.namespaced()) {
            for (String written : definition.namespaces()) {
                if (NamePatterns.of(List.of(written)).exactNames().contains(namespace)) {
                    return definition;
                }
            }
        }
        Definition best = null;
        int bestLength = -1;
        for (Definition definition : policy.namespaced()) {
            for (String written : definition.namespaces()) {
                if (matches(List.of(written), namespace)) {
                    int length = written.split("[*?\\[{]", 2)[0].length();
                    if (length > bestLength) {
                        best = definition;
                        bestLength = length;
                    }
                }
            }
        }
        return best;
    }

    private static boolean isReplaced(
            Rule rule, @Nullable Definition definition, String namespace) {
        return definition != null
                && definition.rules().stream()
                        .anyMatch(other ->
                                other.type().id().equals(rule.type().id())
                                        && holdsIn(other, namespace));
    }

    private static boolean holdsIn(Rule rule, String namespace) {
        return rule.namespaces().isEmpty() || matches(rule.namespaces(), namespace);
    }

    private static boolean matches(List<String> patterns, String text) {
        return NamePatterns.of(patterns).matches(text);
    }

    private void judge(
            Rule rule,
            SecurityPolicy policy,
            @Nullable Definition definition,
            Workload workload,
            Facts facts,
            Phase phase,
            Reasons reasons,
            boolean exceptable) {
        if (!rule.enabled()
                || !holdsIn(rule, workload.identity().namespace())
                || (phase == Phase.CONTINUOUS && rule.mitigation().isEmpty())
                || rule.type().subject() != Subject.ofKind(workload.identity().kind())
                || !existsOn(rule, workload)) {
            return;
        }
        checks.computeIfAbsent(rule.parameters(), p -> rule.type().compile(p))
                .judge(
                        workload,
                        facts,
                        new Findings() {
                            @Override
                            public boolean violated(
                                    Workload w,
                                    @Nullable Container container,
                                    Supplier<Location> at,
                                    Object observed,
                                    String expected,
                                    Fix fix) {
                                String shown =
                                        observed instanceof Setting<?> s
                                                ? s.shown()
                                                : observed.toString();
                                Violation violation =
                                        violation(
                                                policy,
                                                rule,
                                                workload,
                                                container,
                                                at.get(),
                                                rule.action(),
                                                rule.mitigation(),
                                                shown,
                                                expected,
                                                fix);
                                settle(violation, container, observed, false);
                                return true;
                            }

                            @Override
                            public boolean unknown(
                                    Workload w,
                                    @Nullable Container container,
                                    Supplier<Location> at,
                                    String reason,
                                    String remedy) {
                                if (rule.whenUnknown() == WhenUnknown.PASS) {
                                    return false;
                                }
                                Action action = rule.action();
                                Optional<Mitigation> mitigation = rule.mitigation();
                                if (rule.whenUnknown() == WhenUnknown.LOG) {
                                    action = Action.LOG;
                                    mitigation = mitigation.map(_ -> Mitigation.LOG);
                                } else if (rule.whenUnknown() == WhenUnknown.BLOCK) {
                                    action = Action.BLOCK;
                                }
                                String shown =
                                        reason.startsWith("unknown")
                                                ? reason
                                                : "unknown (" + reason + ")";
                                Violation violation =
                                        violation(
                                                policy,
                                                rule,
                                                workload,
                                                container,
                                                at.get(),
                                                action,
                                                mitigation,
                                                shown,
                                                remedy,
                                                Fix.MANUAL);
                                if (rule.whenUnknown() == WhenUnknown.REPORT) {
                                    reasons.reason = reason;
                                }
                                settle(
                                        violation,
                                        container,
                                        null,
                                        rule.whenUnknown() == WhenUnknown.REPORT);
                                return true;
                            }

                            private void settle(
                                    Violation violation,
                                    @Nullable Container container,
                                    @Nullable Object observed,
                                    boolean unjudged) {
                                List<Expired> expired = new ArrayList<>();
                                String exception = null;
                                if (exceptable && !rule.type().id().equals("verifyImages")) {
                                    exception =
                                            exception(
                                                    policy,
                                                    definition,
                                                    rule,
                                                    workload,
                                                    container,
                                                    observed,
                                                    facts,
                                                    violation,
                                                    expired);
                                }
                                if (exception != null) {
                                    reasons.excepted.add(new Excepted(violation, exception));
                                } else if (unjudged) {
                                    reasons.unjudged.add(
                                            new Unjudged(
                                                    violation.policy(),
                                                    violation.rule(),
                                                    violation.type(),
                                                    violation.container(),
                                                    violation.location(),
                                                    reasons.reason,
                                                    violation.expected()));
                                } else {
                                    reasons.violations.add(violation);
                                    reasons.expired.addAll(expired);
                                }
                            }
                        });
    }

    private static boolean existsOn(Rule rule, Workload workload) {
        if (workload.platform() == Platform.KUBERNETES) {
            return true;
        }
        if (workload.launchTypes().equals(Set.of(LaunchType.FARGATE))) {
            return rule.type().targets().contains(Target.ECS_FARGATE);
        }
        return rule.type().targets().contains(Target.ECS_FARGATE)
                || rule.type().targets().contains(Target.ECS_EC2);
    }

    private static Violation violation(
            SecurityPolicy policy,
            Rule rule,
            Workload workload,
            @Nullable Container container,
            Location location,
            Action action,
            Optional<Mitigation> mitigation,
            String observed,
            String expected,
            Fix fix) {
        String name = container == null ? "" : container.name();
        String message =
                rule.message().isEmpty()
                        ? rule.type().description()
                        : rule.message()
                                .replace("{{name}}", workload.identity().name())
                                .replace("{{namespace}}", workload.identity().namespace())
                                .replace("{{container}}", name)
                                .replace("{{observed}}", observed);
        return new Violation(
                policy.name(),
                rule.id(),
                rule.type().id(),
                action,
                mitigation,
                rule.severity(),
                name,
                location,
                observed,
                expected,
                message,
                fix);
    }

    private @Nullable String exception(
            SecurityPolicy policy,
            @Nullable Definition definition,
            Rule rule,
            Workload workload,
            @Nullable Container container,
            @Nullable Object observed,
            Facts facts,
            Violation violation,
            List<Expired> expired) {
        List<Container> containers = container == null ? workload.containers() : List.of(container);
        if (!containers.isEmpty() && containers.stream().allMatch(this::isOwn)) {
            return "pratique.ownImages";
        }
        LocalDate today = facts.now().atZone(ZoneOffset.UTC).toLocalDate();
        List<PolicyException> all = new ArrayList<>(policy.exceptions());
        int own = all.size();
        if (definition != null) {
            all.addAll(definition.exceptions());
        }
        for (int i = 0; i < all.size(); i++) {
            PolicyException exception = all.get(i);
            String name = i < own ? exception.name() : definition.name() + "/" + exception.name();
            if (covers(exception, rule, workload, containers, observed)) {
                if (exception.expires().isPresent() && today.isAfter(exception.expires().get())) {
                    expired.add(new Expired(violation, name, exception.expires().get()));
                } else {
                    return name;
                }
            }
        }
        return null;
    }

    private boolean isOwn(Container container) {
        return container.image() instanceof Setting.Of<ImageReference>(ImageReference image)
                && ownDigests.contains(image.digest().orElse(""));
    }

    private static boolean covers(
            PolicyException exception,
            Rule rule,
            Workload workload,
            List<Container> containers,
            @Nullable Object observed) {
        if (!exception.rules().isEmpty()
                && !exception.rules().contains(rule.id())
                && !exception.rules().contains(rule.type().id())) {
            return false;
        }
        if (!exception.namespaces().isEmpty()
                && !matches(exception.namespaces(), workload.identity().namespace())) {
            return false;
        }
        if (!exception.workloads().isEmpty()) {
            String owner = workload.identity().owner();
            Set<String> names = new HashSet<>();
            names.add(workload.identity().name());
            names.add(workload.identity().kind() + "/" + workload.identity().name());
            if (!owner.isEmpty()) {
                names.add(owner);
                names.add(owner.split("/", 2)[1]);
            }
            if (names.stream().noneMatch(name -> matches(exception.workloads(), name))) {
                return false;
            }
        }
        if (!exception.values().isEmpty()) {
            if (observed == null
                    || !observed(observed).stream()
                            .allMatch(text -> matches(exception.values(), text))) {
                return false;
            }
        }
        if (exception.containers().isEmpty() && exception.images().isEmpty()) {
            return true;
        }
        return !containers.isEmpty()
                && containers.stream()
                        .allMatch(container ->
                                (exception.containers().isEmpty()
                                                || matches(
                                                        exception.containers(), container.name()))
                                        && exception.images().stream()
                                                .allMatch(
                                                        condition -> holds(condition, container)));
    }

    private static List<String> observed(Object observed) {
        Object value = observed instanceof Setting.Of<?>(Object set) ? set : observed;
        if (value instanceof Collection<?> several && !several.isEmpty()) {
            return several.stream().map(String::valueOf).toList();
        }
        return List.of(value instanceof Setting<?> s ? s.shown() : value.toString());
    }

    private static boolean holds(ImageCondition condition, Container container) {
        if (!(container.image() instanceof Setting.Of<ImageReference>(ImageReference image))) {
            return false;
        }
        boolean negative = condition.operator().isNegative();
        List<String> spellings =
                switch (condition.part()) {
                    case REGISTRY ->
                            negative
                                    ? List.of(
                                            image.registry().toLowerCase(Locale.ROOT),
                                            image.registryHost())
                                    : List.of(image.registry().toLowerCase(Locale.ROOT));
                    case NAME ->
                            image.registry().equals("docker.io")
                                    ? List.of(image.repository(), image.familiarName())
                                    : List.of(image.repository());
                    case TAG -> image.effectiveTag().stream().toList();
                    case PATH -> paths(image);
                    case DIGEST -> image.digest().stream().toList();
                };
        if (spellings.isEmpty()) {
            return false;
        }
        return negative
                ? spellings.stream().allMatch(condition.matcher()::matches)
                : spellings.stream().anyMatch(condition.matcher()::matches);
    }

    private static List<String> paths(ImageReference image) {
        String tag = image.tag().map(t -> ":" + t).orElse(image.isPinned() ? "" : ":latest");
        String digest = image.digest().map(d -> "@" + d).orElse("");
        String name = image.registry().toLowerCase(Locale.ROOT) + "/" + image.repository();
        Set<String> paths = new HashSet<>(List.of(image.written(), name + tag + digest));
        if (image.isPinned()) {
            paths.add(name + digest);
        }
        if (name.startsWith("docker.io/")) {
            paths.add(image.familiarName() + tag + digest);
            if (image.isPinned()) {
                paths.add(image.familiarName() + digest);
            }
        }
        return List.copyOf(paths);
    }

    private static final class Reasons {
        private final List<Violation> violations = new ArrayList<>();
        private final List<Unjudged> unjudged = new ArrayList<>();
        private final List<Excepted> excepted = new ArrayList<>();
        private final List<Expired> expired = new ArrayList<>();
        private String reason = "";

        Decision decision() {
            Verdict verdict = Verdict.ALLOW;
            if (!unjudged.isEmpty()) {
                verdict = Verdict.UNKNOWN;
            }
            if (!violations.isEmpty()) {
                verdict = Verdict.LOG;
            }
            if (violations.stream().anyMatch(v -> v.action() == Action.BLOCK)) {
                verdict = Verdict.BLOCK;
            }
            return new Decision(verdict, violations, unjudged, excepted, expired);
        }
    }
}
