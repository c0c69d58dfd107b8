package io.pratique.policy.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Documents;
import io.pratique.document.Source;
import io.pratique.model.LaunchType;
import io.pratique.model.Platform;
import io.pratique.model.Severity;
import io.pratique.policy.Action;
import io.pratique.policy.Attestor;
import io.pratique.policy.Definition;
import io.pratique.policy.Mitigation;
import io.pratique.policy.PolicyException;
import io.pratique.policy.PolicyException.ImageCondition;
import io.pratique.policy.PolicyException.ImagePart;
import io.pratique.policy.Presets;
import io.pratique.policy.Rule;
import io.pratique.policy.Ruleset;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.WhenUnknown;
import io.pratique.policy.match.TextMatcher;
import io.pratique.policy.match.TextOperator;
import io.pratique.policy.rule.Parameter;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.RuleTypes;
import io.pratique.policy.rule.Target;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResourceWriterTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    private static Resource read(String text) {
        ResourceReader.Reading reading =
                ResourceReader.read(Documents.first(Source.of("test", text)).root(), TODAY);
        assertThat(reading.problems()).as(text).filteredOn(Problem::isError).isEmpty();
        return reading.resource().orElseThrow();
    }

    private static void comesBack(Resource resource) {
        for (Documents.Format format : Documents.Format.values()) {
            for (ResourceWriter.Extent extent : ResourceWriter.Extent.values()) {
                String text = ResourceWriter.write(resource, format, extent);
                assertThat(read(text)).as(text).isEqualTo(resource);
            }
        }
    }

    private static SecurityPolicy named(SecurityPolicy policy, String name) {
        return new SecurityPolicy(
                name,
                policy.platform(),
                policy.launchTypes(),
                policy.description(),
                policy.telemetry(),
                policy.rules(),
                policy.exceptions(),
                policy.signatures(),
                policy.rulesets(),
                policy.namespaced());
    }

    @Test
    void printsEveryPresetAsAPolicyThatReadsTheSame() {
        List<String> names = new ArrayList<>(Presets.names());
        for (int minor = 0; minor <= Presets.NEWEST; minor++) {
            names.add("pod-security:baseline:v1." + minor);
            names.add("pod-security:restricted:v1." + minor);
        }
        for (String name : names) {
            SecurityPolicy preset = Presets.of(name).orElseThrow();
            Resource printed =
                    read(
                            ResourceWriter.write(
                                    new Resource.OfPolicy(preset),
                                    Documents.Format.YAML,
                                    ResourceWriter.Extent.SHORT));
            assertThat(printed)
                    .isEqualTo(new Resource.OfPolicy(named(preset, name.replace(':', '.'))));
            comesBack(printed);
        }
    }

    @Test
    void writesOnlyWhatDiffersFromTheDefaults() {
        SecurityPolicy policy =
                SecurityPolicy.of(
                        "web",
                        Platform.KUBERNETES,
                        "",
                        List.of(
                                rule("hostPID", Map.of(), Action.BLOCK),
                                rule("hostPorts", Map.of("allowed", List.of(80L)), Action.LOG)));

        assertThat(
                        ResourceWriter.write(
                                new Resource.OfPolicy(policy),
                                Documents.Format.YAML,
                                ResourceWriter.Extent.SHORT))
                .isEqualTo(
                        """
                        apiVersion: pratique.io/v1
                        kind: SecurityPolicy
                        metadata:
                          name: web
                        spec:
                          platform: kubernetes
                          rules:
                            - type: hostPID
                              action: block
                            - type: hostPorts
                              parameters:
                                allowed: [80]
                              action: log
                        """);
        assertThat(
                        ResourceWriter.write(
                                new Resource.OfPolicy(policy),
                                Documents.Format.YAML,
                                ResourceWriter.Extent.ALL))
                .contains("telemetry: true", "whenUnset:", "whenUnknown: report", "enabled: true");
    }

    @Test
    void givesBackAttestorsAndRulesets() {
        String key = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n";
        comesBack(new Resource.OfAttestor(new Attestor("a", "", key, Optional.empty())));
        comesBack(
                new Resource.OfAttestor(
                        new Attestor(
                                "a",
                                "Ours: all of them",
                                key,
                                Optional.of(
                                        new Attestor.TransparencyLog(
                                                "https://log.example.com", key)))));
        comesBack(
                new Resource.OfAttestor(
                        new Attestor(
                                "a", "", key, Optional.of(new Attestor.TransparencyLog("", "")))));
        comesBack(
                new Resource.OfRuleset(
                        new Ruleset(
                                "r",
                                "d",
                                List.of(new Ruleset.Label("app", "yes")),
                                Ruleset.LabelMatch.NOT_ANY,
                                List.of(
                                        new Ruleset.Detection(
                                                "TM-00000001", Optional.of(Mitigation.ISOLATE)),
                                        new Ruleset.Detection("PQ-0001", Optional.empty())))));
    }

    @Test
    void givesBackGeneratedPolicies() {
        long seed = Long.getLong("seed", 20_261_124L);
        Random random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            SecurityPolicy policy = policy(random);
            try {
                comesBack(new Resource.OfPolicy(policy));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", run " + run, e);
            }
        }
    }

    private static Rule rule(String type, Map<String, Object> parameters, Action action) {
        RuleType known = RuleTypes.of(type).orElseThrow();
        return new Rule(
                type,
                known,
                Rule.parameters(known, parameters),
                action,
                Optional.empty(),
                List.of(),
                known.severity(),
                "",
                WhenUnknown.REPORT,
                true);
    }

    private static SecurityPolicy policy(Random random) {
        boolean ecs = random.nextInt(3) == 0;
        return new SecurityPolicy(
                "policy." + random.nextInt(100),
                ecs ? Platform.ECS : Platform.KUBERNETES,
                ecs && random.nextBoolean() ? Set.of(LaunchType.EC2, LaunchType.FARGATE) : Set.of(),
                text(random),
                random.nextBoolean(),
                rules(random, ecs, "r"),
                exceptions(random, ecs),
                List.of(),
                random.nextBoolean() ? List.of() : List.of("a", "b.c"),
                ecs ? List.of() : definitions(random));
    }

    private static List<Definition> definitions(Random random) {
        List<Definition> definitions = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            definitions.add(
                    new Definition(
                            "d" + i,
                            List.of("ns-" + i, "team-" + i + "-*"),
                            rules(random, false, "d"),
                            exceptions(random, false)));
        }
        return definitions;
    }

    private static List<Rule> rules(Random random, boolean ecs, String prefix) {
        List<RuleType> types =
                RuleTypes.all().stream()
                        .filter(type ->
                                type.targets().contains(ecs ? Target.ECS_EC2 : Target.KUBERNETES))
                        .filter(type -> !type.id().equals("verifyImages"))
                        .toList();
        List<Rule> rules = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            RuleType type = types.get(random.nextInt(types.size()));
            Optional<Parameters> parameters = parameters(type, random);
            if (parameters.isEmpty()) {
                continue;
            }
            int count = counts.merge(type.id(), 1, Integer::sum);
            rules.add(
                    new Rule(
                            random.nextBoolean()
                                    ? PolicyReader.defaultId(type.id(), count)
                                    : prefix + i,
                            type,
                            parameters.get(),
                            one(random, Action.values()),
                            ecs || random.nextBoolean()
                                    ? Optional.empty()
                                    : Optional.of(one(random, Mitigation.values())),
                            ecs || random.nextBoolean() ? List.of() : List.of("shop", "team-*"),
                            one(random, Severity.values()),
                            text(random),
                            one(random, WhenUnknown.values()),
                            random.nextInt(5) > 0));
        }
        return rules;
    }

    /** Parameters that the type takes: most are, and of the others there is nothing to say. */
    private static Optional<Parameters> parameters(RuleType type, Random random) {
        for (int attempt = 0; attempt < 20; attempt++) {
            Map<String, Object> written = new HashMap<>();
            for (Parameter parameter : type.parameters()) {
                if (parameter.required() || random.nextBoolean()) {
                    written.put(parameter.name(), value(parameter, random));
                }
            }
            Parameters parameters = Rule.parameters(type, written);
            try {
                type.compile(parameters);
                return Optional.of(parameters);
            } catch (RuntimeException _) {
                // Parameters that contradict each other.
            }
        }
        return Optional.empty();
    }

    private static Object value(Parameter parameter, Random random) {
        return switch (parameter.shape()) {
            case FLAG -> random.nextBoolean();
            case TEXT -> parameter.choices().isEmpty() ? text(random) : choice(parameter, random);
            case NUMBER -> (long) random.nextInt(30);
            case TEXTS -> {
                List<Object> texts = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    texts.add(
                            parameter.choices().isEmpty()
                                    ? text(random)
                                    : choice(parameter, random));
                }
                yield List.copyOf(texts);
            }
            case NUMBERS -> List.of((long) random.nextInt(65_536));
            case OBJECTS -> {
                Map<String, Object> fields = new HashMap<>();
                for (Parameter field : parameter.fields()) {
                    fields.put(field.name(), value(field, random));
                }
                yield List.of(Parameters.of(parameter.fields(), fields));
            }
        };
    }

    private static String choice(Parameter parameter, Random random) {
        return parameter.choices().get(random.nextInt(parameter.choices().size()));
    }

    private static List<PolicyException> exceptions(Random random, boolean ecs) {
        List<PolicyException> exceptions = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            List<String> values = List.of("acme/", "yes");
            TextOperator operator = one(random, TextOperator.values());
            exceptions.add(
                    new PolicyException(
                            "e" + i,
                            random.nextBoolean() ? List.of() : List.of("hostPID"),
                            ecs || random.nextBoolean() ? List.of() : List.of("n*"),
                            random.nextBoolean() ? List.of() : List.of("Deployment/web"),
                            random.nextBoolean() ? List.of() : List.of("main", "side-*"),
                            random.nextBoolean()
                                    ? List.of()
                                    : List.of(
                                            new ImageCondition(
                                                    one(random, ImagePart.values()),
                                                    operator,
                                                    values,
                                                    TextMatcher.of(operator, values))),
                            random.nextBoolean() ? List.of() : List.of("NET_*", "true"),
                            text(random),
                            text(random),
                            text(random),
                            random.nextBoolean()
                                    ? Optional.empty()
                                    : Optional.of(TODAY.plusDays(random.nextInt(500)))));
        }
        return exceptions;
    }

    private static <T> T one(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static String text(Random random) {
        String[] texts = {
            "",
            "a",
            "Use a Service: it balances.",
            "yes",
            "1",
            "two\nlines\n",
            "# no",
            "é",
            "a, b",
            "'quoted'",
            "null",
            "- x",
            "tab\there",
            " lead"
        };
        return one(random, texts);
    }
}
