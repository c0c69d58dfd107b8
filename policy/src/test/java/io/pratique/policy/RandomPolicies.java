package io.pratique.policy;

import io.pratique.model.LaunchType;
import io.pratique.model.Platform;
import io.pratique.model.Severity;
import io.pratique.policy.PolicyException.ImageCondition;
import io.pratique.policy.PolicyException.ImagePart;
import io.pratique.policy.match.TextMatcher;
import io.pratique.policy.match.TextOperator;
import io.pratique.policy.rule.Parameter;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.RuleTypes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes policies of every rule type, with parameters drawn from what the type says of them, and
 * with definitions and exceptions.
 */
final class RandomPolicies {
    static final LocalDate TODAY = LocalDate.of(2026, 6, 15);

    private static final List<String> NAMESPACE_PATTERNS =
            List.of("default", "prod", "team-a", "team-*", "team-a*", "*", "{team-b,x}", "k?be-*");
    private static final List<String> TEXTS =
            List.of(
                    "nginx",
                    "latest",
                    "ghcr.io",
                    "docker.io",
                    "ALL",
                    "NET_ADMIN",
                    "/tmp",
                    "app",
                    "team",
                    "true",
                    "acme",
                    "emptyDir",
                    "has(object.spec)",
                    "object.metadata.name == 'web'");
    private static final List<String> PLAIN =
            List.of(
                    "nginx",
                    "ghcr.io",
                    "docker.io",
                    "1.29",
                    "latest",
                    "acme",
                    "ghcr.io/acme/**",
                    "localhost:5000",
                    RandomWorkloads.OWN_DIGEST);
    private static final List<String> REGULAR = List.of("^ngin", "acme", "^1[.][0-9]+$", "io$");
    private static final int VARIANTS = 12;

    private final Random random;
    private final List<Variant> variants = new ArrayList<>();
    private final List<Variant> signatureVariants = new ArrayList<>();
    private final Set<String> withoutVariant = new TreeSet<>();

    private record Variant(RuleType type, Parameters parameters) {}

    RandomPolicies(Random random) {
        this.random = random;
        for (RuleType type : RuleTypes.all()) {
            int made = 0;
            for (int i = 0; i < 40 * VARIANTS && made < VARIANTS; i++) {
                Variant variant = new Variant(type, parameters(type.parameters()));
                if (compiles(variant)) {
                    variants.add(variant);
                    made++;
                    if (type.id().equals(Rule.SIGNATURE_TYPE)) {
                        signatureVariants.add(variant);
                    }
                }
            }
            if (made == 0) {
                withoutVariant.add(type.id());
            }
        }
    }

    /** The rule types for which no valid parameters were found. */
    Set<String> withoutVariant() {
        return withoutVariant;
    }

    /** A blocking rule for all the parameters that it knows, which lets the unknown pass. */
    List<Rule> everyVariant() {
        return variants.stream()
                .map(variant ->
                        new Rule(
                                variant.type().id(),
                                variant.type(),
                                variant.parameters(),
                                Action.BLOCK,
                                Optional.empty(),
                                List.of(),
                                Severity.HIGH,
                                "",
                                WhenUnknown.PASS,
                                true))
                .toList();
    }

    /** Some policies that are judged together. */
    List<SecurityPolicy> next() {
        List<SecurityPolicy> policies = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            policies.add(policy("policy" + i));
        }
        return policies;
    }

    private static boolean compiles(Variant variant) {
        try {
            variant.type().compile(variant.parameters());
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private <T> List<T> some(List<T> all, int most) {
        List<T> some = new ArrayList<>();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            some.add(one(all));
        }
        return some;
    }

    private <T> List<T> maybe(int percent, List<T> all) {
        return chance(percent) ? some(all, 2) : List.of();
    }

    private Parameters parameters(List<Parameter> known) {
        Map<String, Object> written = new HashMap<>();
        for (Parameter parameter : known) {
            if (parameter.required() || chance(50)) {
                written.put(parameter.name(), value(parameter));
            }
        }
        return Parameters.of(known, written);
    }

    private Object value(Parameter parameter) {
        List<String> texts = parameter.choices().isEmpty() ? TEXTS : parameter.choices();
        return switch (parameter.shape()) {
            case FLAG -> random.nextBoolean();
            case TEXT -> one(texts);
            case NUMBER -> (long) random.nextInt(31);
            case TEXTS -> some(texts, 3);
            case NUMBERS -> some(List.of(80L, 8080L, 0L), 2);
            case OBJECTS -> {
                List<Parameters> objects = new ArrayList<>();
                for (int i = 1 + random.nextInt(2); i > 0; i--) {
                    objects.add(parameters(parameter.fields()));
                }
                yield objects;
            }
        };
    }

    private SecurityPolicy policy(String name) {
        Platform platform = chance(75) ? Platform.KUBERNETES : Platform.ECS;
        Set<LaunchType> launchTypes = EnumSet.noneOf(LaunchType.class);
        if (platform == Platform.ECS && chance(40)) {
            launchTypes.addAll(some(List.of(LaunchType.values()), 2));
        }
        List<Rule> rules = rules("", 8);
        List<Definition> definitions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            List<Rule> own = rules("d" + i, 4);
            definitions.add(
                    new Definition(
                            "definition" + i,
                            some(NAMESPACE_PATTERNS, 2),
                            own,
                            exceptions(own, rules)));
        }
        List<Rule> signatures = new ArrayList<>();
        for (int i = signatureVariants.isEmpty() ? 0 : random.nextInt(2); i > 0; i--) {
            signatures.add(rule("signature" + i, one(signatureVariants)));
        }
        return new SecurityPolicy(
                name,
                platform,
                launchTypes,
                "",
                true,
                rules,
                exceptions(rules, rules),
                signatures,
                List.of(),
                platform == Platform.KUBERNETES ? definitions : List.of());
    }

    private List<Rule> rules(String prefix, int most) {
        List<Rule> rules = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            rules.add(rule(prefix + "rule" + i, one(variants)));
        }
        return rules;
    }

    private Rule rule(String id, Variant variant) {
        return new Rule(
                chance(50) ? id : variant.type().id(),
                variant.type(),
                variant.parameters(),
                one(List.of(Action.values())),
                chance(40) ? Optional.of(one(List.of(Mitigation.values()))) : Optional.empty(),
                maybe(25, NAMESPACE_PATTERNS),
                one(List.of(Severity.values())),
                chance(20) ? "{{container}} of {{namespace}}/{{name}}: {{observed}}" : "",
                one(List.of(WhenUnknown.values())),
                !chance(10));
    }

    private List<PolicyException> exceptions(List<Rule> rules, List<Rule> others) {
        List<String> names = new ArrayList<>(List.of("noSuchRule"));
        rules.forEach(rule -> names.add(chance(50) ? rule.id() : rule.type().id()));
        others.forEach(rule -> names.add(rule.type().id()));
        List<PolicyException> exceptions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            exceptions.add(
                    new PolicyException(
                            "exception" + i,
                            maybe(60, names),
                            maybe(25, NAMESPACE_PATTERNS),
                            maybe(
                                    30,
                                    List.of(
                                            "web",
                                            "*agent",
                                            "Pod/*",
                                            "Deployment/web",
                                            "ReplicaSet/*")),
                            maybe(30, List.of("app", "*", "{init,debug}")),
                            chance(40) ? images() : List.of(),
                            maybe(20, List.of("true", "NET_*", "*", "/**", "not set")),
                            "",
                            "",
                            "",
                            chance(40)
                                    ? Optional.of(TODAY.plusDays(random.nextInt(5) - 2))
                                    : Optional.empty()));
        }
        return exceptions;
    }

    private List<ImageCondition> images() {
        List<ImageCondition> conditions = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            TextOperator operator = one(List.of(TextOperator.values()));
            List<String> values = some(operator == TextOperator.MATCHES ? REGULAR : PLAIN, 2);
            conditions.add(
                    new ImageCondition(
                            one(List.of(ImagePart.values())),
                            operator,
                            values,
                            TextMatcher.of(operator, values)));
        }
        return conditions;
    }
}
