package io.pratique.policy;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.Platform;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import io.pratique.policy.PolicyException.ImageCondition;
import io.pratique.policy.PolicyException.ImagePart;
import io.pratique.policy.match.TextMatcher;
import io.pratique.policy.match.TextOperator;
import io.pratique.policy.rule.Check;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.Findings;
import io.pratique.policy.rule.Fix;
import io.pratique.policy.rule.Parameter;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.RuleTypes;
import io.pratique.policy.rule.Target;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Policies for tests, in few words. */
final class Policies {
    static final Facts FACTS = Facts.at(Instant.parse("2026-06-15T12:00:00Z"));

    private Policies() {}

    static RuleType type(String id) {
        return RuleTypes.of(id).orElseThrow();
    }

    static Rule block(String type) {
        return Rule.of(type(type), Action.BLOCK, Map.of());
    }

    static Rule log(String type) {
        return Rule.of(type(type), Action.LOG, Map.of());
    }

    static Rule in(Rule rule, String... namespaces) {
        return changed(
                rule, rule.mitigation(), List.of(namespaces), rule.whenUnknown(), rule.enabled());
    }

    static Rule off(Rule rule) {
        return changed(rule, rule.mitigation(), rule.namespaces(), rule.whenUnknown(), false);
    }

    static Rule whenUnknown(Rule rule, WhenUnknown when) {
        return changed(rule, rule.mitigation(), rule.namespaces(), when, rule.enabled());
    }

    static Rule mitigating(Rule rule, Mitigation mitigation) {
        return changed(
                rule,
                Optional.of(mitigation),
                rule.namespaces(),
                rule.whenUnknown(),
                rule.enabled());
    }

    static Rule saying(Rule rule, String message) {
        return new Rule(
                rule.id(),
                rule.type(),
                rule.parameters(),
                rule.action(),
                rule.mitigation(),
                rule.namespaces(),
                rule.severity(),
                message,
                rule.whenUnknown(),
                rule.enabled());
    }

    static Rule named(String id, Rule rule) {
        return new Rule(
                id,
                rule.type(),
                rule.parameters(),
                rule.action(),
                rule.mitigation(),
                rule.namespaces(),
                rule.severity(),
                rule.message(),
                rule.whenUnknown(),
                rule.enabled());
    }

    private static Rule changed(
            Rule rule,
            Optional<Mitigation> mitigation,
            List<String> namespaces,
            WhenUnknown whenUnknown,
            boolean enabled) {
        return new Rule(
                rule.id(),
                rule.type(),
                rule.parameters(),
                rule.action(),
                mitigation,
                namespaces,
                rule.severity(),
                rule.message(),
                whenUnknown,
                enabled);
    }

    static SecurityPolicy policy(Rule... rules) {
        return SecurityPolicy.of("test", Platform.KUBERNETES, "", List.of(rules));
    }

    static SecurityPolicy with(SecurityPolicy policy, PolicyException... exceptions) {
        return new SecurityPolicy(
                policy.name(),
                policy.platform(),
                policy.launchTypes(),
                "",
                true,
                policy.rules(),
                List.of(exceptions),
                policy.signatures(),
                List.of(),
                policy.namespaced());
    }

    static SecurityPolicy with(SecurityPolicy policy, Definition... definitions) {
        return new SecurityPolicy(
                policy.name(),
                policy.platform(),
                policy.launchTypes(),
                "",
                true,
                policy.rules(),
                policy.exceptions(),
                policy.signatures(),
                List.of(),
                List.of(definitions));
    }

    static SecurityPolicy signed(SecurityPolicy policy, Rule... signatures) {
        return new SecurityPolicy(
                policy.name(),
                policy.platform(),
                policy.launchTypes(),
                "",
                true,
                policy.rules(),
                policy.exceptions(),
                List.of(signatures),
                List.of(),
                policy.namespaced());
    }

    static Definition definition(String name, List<String> namespaces, Rule... rules) {
        return new Definition(name, namespaces, List.of(rules), List.of());
    }

    static ImageCondition image(ImagePart part, TextOperator operator, String... values) {
        List<String> all = List.of(values);
        return new ImageCondition(part, operator, all, TextMatcher.of(operator, all));
    }

    static ExceptionBuilder except(String name) {
        return new ExceptionBuilder(name);
    }

    static Decision decide(SecurityPolicy policy, Workload workload) {
        return CompiledPolicy.of(List.of(policy)).decide(workload, FACTS);
    }

    static List<String> types(Decision decision) {
        return decision.violations().stream().map(Violation::type).toList();
    }

    /** A rule type that is about signatures, and finds that none is right. */
    static RuleType unsigned() {
        return new RuleType() {
            @Override
            public String id() {
                return Rule.SIGNATURE_TYPE;
            }

            @Override
            public String description() {
                return "An image is not signed.";
            }

            @Override
            public Severity severity() {
                return Severity.HIGH;
            }

            @Override
            public Set<Target> targets() {
                return Set.of(Target.values());
            }

            @Override
            public List<Parameter> parameters() {
                return List.of();
            }

            @Override
            public Check compile(Parameters parameters) {
                return (workload, _, out) -> {
                    boolean found = false;
                    for (Container container : workload.containers()) {
                        found |= unsigned(workload, container, out);
                    }
                    return found;
                };
            }

            private static boolean unsigned(Workload workload, Container container, Findings out) {
                return out.violated(
                        workload,
                        container,
                        Attribute.IMAGE,
                        0,
                        "not signed",
                        "a signature",
                        Fix.MANUAL);
            }
        };
    }

    /** An exception, condition by condition. */
    static final class ExceptionBuilder {
        private final String name;
        private List<String> rules = List.of();
        private List<String> namespaces = List.of();
        private List<String> workloads = List.of();
        private List<String> containers = List.of();
        private List<ImageCondition> images = List.of();
        private List<String> values = List.of();
        private Optional<LocalDate> expires = Optional.empty();

        private ExceptionBuilder(String name) {
            this.name = name;
        }

        ExceptionBuilder rules(String... all) {
            rules = List.of(all);
            return this;
        }

        ExceptionBuilder namespaces(String... all) {
            namespaces = List.of(all);
            return this;
        }

        ExceptionBuilder workloads(String... all) {
            workloads = List.of(all);
            return this;
        }

        ExceptionBuilder containers(String... all) {
            containers = List.of(all);
            return this;
        }

        ExceptionBuilder images(ImageCondition... all) {
            images = List.of(all);
            return this;
        }

        ExceptionBuilder values(String... all) {
            values = List.of(all);
            return this;
        }

        ExceptionBuilder until(String date) {
            expires = Optional.of(LocalDate.parse(date));
            return this;
        }

        PolicyException build() {
            return new PolicyException(
                    name,
                    rules,
                    namespaces,
                    workloads,
                    containers,
                    images,
                    values,
                    "",
                    "",
                    "",
                    expires);
        }
    }
}
