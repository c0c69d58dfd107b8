package io.pratique.policy;

import static io.pratique.policy.Policies.block;
import static io.pratique.policy.Policies.decide;
import static io.pratique.policy.Policies.definition;
import static io.pratique.policy.Policies.except;
import static io.pratique.policy.Policies.image;
import static io.pratique.policy.Policies.named;
import static io.pratique.policy.Policies.policy;
import static io.pratique.policy.Policies.signed;
import static io.pratique.policy.Policies.types;
import static io.pratique.policy.Policies.whenUnknown;
import static io.pratique.policy.Policies.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.model.Container;
import io.pratique.model.Workload;
import io.pratique.policy.PolicyException.ImagePart;
import io.pratique.policy.match.TextOperator;
import io.pratique.policy.rule.Facts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyExceptionTest {
    private static final SecurityPolicy PRIVILEGED = policy(block("privileged"));

    private static Workload privileged(String image) {
        return Workloads.of(
                """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"agent","namespace":"ops",
                  "ownerReferences":[{"apiVersion":"apps/v1","kind":"DaemonSet","name":"node-agent","uid":"1","controller":true}]},
                 "spec":{"containers":[{"name":"app","image":"%s","securityContext":{"privileged":true}}]}}\
                """
                        .formatted(image));
    }

    private static boolean covers(PolicyException exception, Workload workload) {
        Decision decision = decide(with(PRIVILEGED, exception), workload);
        assertThat(decision.violations().size() + decision.excepted().size()).isOne();
        return decision.violations().isEmpty();
    }

    @Test
    void letsAViolationPassAndSaysSo() {
        Decision decision =
                decide(
                        with(PRIVILEGED, except("agents").rules("privileged").build()),
                        privileged("nginx"));
        assertThat(decision.verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(decision.violations()).isEmpty();
        assertThat(decision.excepted())
                .singleElement()
                .satisfies(excepted -> {
                    assertThat(excepted.exception()).isEqualTo("agents");
                    assertThat(excepted.violation().type()).isEqualTo("privileged");
                });
    }

    @Test
    void coversRulesByIdAndByType() {
        SecurityPolicy policy = policy(named("no-root", block("privileged")));
        Workload workload = privileged("nginx");
        assertThat(
                        decide(with(policy, except("a").rules("no-root").build()), workload)
                                .violations())
                .isEmpty();
        assertThat(
                        decide(with(policy, except("a").rules("privileged").build()), workload)
                                .violations())
                .isEmpty();
        assertThat(
                        decide(with(policy, except("a").rules("hostPID").build()), workload)
                                .violations())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "agent, true",
        "ag*, true",
        "Pod/agent, true",
        "DaemonSet/node-agent, true",
        "DaemonSet/*, true",
        "node-*, true",
        "Deployment/*, false",
        "Pod/other, false",
        "gent, false"
    })
    void coversWorkloadsByNameAndByOwner(String pattern, boolean covered) {
        assertThat(covers(except("a").workloads(pattern).build(), privileged("nginx")))
                .isEqualTo(covered);
    }

    @Test
    void needsEveryConditionThatIsGiven() {
        Workload workload = privileged("nginx");
        assertThat(covers(except("a").namespaces("ops").containers("app").build(), workload))
                .isTrue();
        assertThat(covers(except("a").namespaces("ops").containers("other").build(), workload))
                .isFalse();
        assertThat(covers(except("a").namespaces("prod").containers("app").build(), workload))
                .isFalse();
        assertThat(covers(except("a").namespaces("o*").build(), workload)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "REGISTRY, EQUALS, docker.io, nginx, true",
        "REGISTRY, EQUALS, ghcr.io, GHCR.io/acme/api, true",
        "REGISTRY, EQUALS, ghcr.io, ghcr.io:8443/acme/api, false",
        "REGISTRY, EQUALS, localhost:5000, localhost:5000/a, true",
        "REGISTRY, NOT_EQUALS, evil.io, evil.io:443/a, false",
        "REGISTRY, NOT_EQUALS, evil.io, ghcr.io/a/b, true",
        "NAME, EQUALS, nginx, nginx:1.29, true",
        "NAME, EQUALS, library/nginx, nginx:1.29, true",
        "NAME, NOT_EQUALS, nginx, nginx:1.29, false",
        "NAME, GLOB, acme/*, ghcr.io/acme/api, true",
        "TAG, EQUALS, latest, nginx, true",
        "TAG, STARTS_WITH, 1., nginx:1.29, true",
        "PATH, EQUALS, docker.io/library/nginx:latest, nginx, true",
        "PATH, EQUALS, nginx:latest, nginx, true",
        "PATH, STARTS_WITH, ghcr.io/acme/, ghcr.io/acme/api:1, true",
        "PATH, STARTS_WITH, ghcr.io/acme/, ghcr.io/acmeevil/api:1, false"
    })
    void coversImagesByTheirParts(
            ImagePart part, TextOperator operator, String value, String image, boolean covered) {
        assertThat(
                        covers(
                                except("a").images(image(part, operator, value)).build(),
                                privileged(image)))
                .isEqualTo(covered);
    }

    @Test
    void coversAnImageByDigestAndNoImageWithoutOne() {
        String digest = "sha256:" + "ab".repeat(32);
        PolicyException exception =
                except("a").images(image(ImagePart.DIGEST, TextOperator.EQUALS, digest)).build();
        PolicyException negative =
                except("a")
                        .images(image(ImagePart.DIGEST, TextOperator.NOT_EQUALS, digest))
                        .build();
        assertThat(covers(exception, privileged("nginx@" + digest))).isTrue();
        assertThat(covers(exception, privileged("nginx:1.29"))).isFalse();
        assertThat(covers(negative, privileged("nginx:1.29"))).isFalse();
    }

    @Test
    void takesATagBesideADigestForNoProof() {
        PolicyException exception =
                except("a")
                        .images(image(ImagePart.PATH, TextOperator.EQUALS, "ghcr.io/acme/api:1"))
                        .build();
        assertThat(covers(exception, privileged("ghcr.io/acme/api:1"))).isTrue();
        assertThat(covers(exception, privileged("ghcr.io/acme/api:1@sha256:" + "ab".repeat(32))))
                .isFalse();
    }

    @Test
    void coversNoImageThatIsNotKnown() {
        Workload workload = privileged("nginx");
        Workload unknown =
                Workloads.withContainers(
                        workload,
                        List.of(Container.unknown("app", "containers/0", "Ref Container")));
        SecurityPolicy policy =
                with(
                        policy(whenUnknown(block("privileged"), WhenUnknown.BLOCK)),
                        except("a")
                                .images(image(ImagePart.NAME, TextOperator.NOT_EQUALS, "evil"))
                                .build());
        assertThat(decide(policy, unknown).verdict()).isEqualTo(Verdict.BLOCK);
    }

    @Test
    void coversEachContainerByItselfWhateverItsRole() {
        Workload workload =
                Workloads.of(
                        """
                        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"ops"},"spec":{
                         "initContainers":[{"name":"init","image":"ok:1","securityContext":{"privileged":true}}],
                         "containers":[{"name":"app","image":"bad:1","securityContext":{"privileged":true}}],
                         "ephemeralContainers":[{"name":"debug","image":"ok:1","securityContext":{"privileged":true}}]}}\
                        """);
        Decision decision =
                decide(
                        with(
                                PRIVILEGED,
                                except("ok")
                                        .images(
                                                image(
                                                        ImagePart.NAME,
                                                        TextOperator.EQUALS,
                                                        "library/ok"))
                                        .build()),
                        workload);
        assertThat(decision.violations()).extracting(Violation::container).containsExactly("app");
        assertThat(decision.excepted())
                .extracting(excepted -> excepted.violation().container())
                .containsExactlyInAnyOrder("init", "debug");
    }

    @Test
    void coversAViolationOfThePodOnlyWhenEveryContainerIsExcepted() {
        SecurityPolicy policy =
                with(
                        policy(block("hostPID")),
                        except("a").images(image(ImagePart.TAG, TextOperator.EQUALS, "1")).build());
        String pod =
                """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"hostPID":true,
                 "containers":[{"name":"a","image":"x:1"},{"name":"b","image":"y:%s"}]}}\
                """;
        assertThat(decide(policy, Workloads.of(pod.formatted("1"))).violations()).isEmpty();
        assertThat(decide(policy, Workloads.of(pod.formatted("2"))).violations()).hasSize(1);
        Workload withoutContainers =
                Workloads.withContainers(Workloads.of(pod.formatted("1")), List.of());
        assertThat(decide(policy, withoutContainers).violations()).hasSize(1);
    }

    @Test
    void coversOnlyTheValuesItNames() {
        SecurityPolicy policy =
                with(
                        policy(block("containerCapabilities")),
                        except("a").values("NET_ADMIN").build());
        Decision decision =
                decide(
                        policy,
                        Workloads.pod(
                                "ops",
                                "",
                                ",\"securityContext\":{\"capabilities\":{\"add\":[\"NET_ADMIN\",\"SYS_ADMIN\"]}}"));
        assertThat(decision.violations())
                .extracting(Violation::observed)
                .containsExactly("SYS_ADMIN");
        assertThat(decision.excepted())
                .extracting(excepted -> excepted.violation().observed())
                .containsExactly("NET_ADMIN");
    }

    @Test
    void holdsUntilTheEndOfItsLastDayInUtcAndSaysWhenItHasEnded() {
        CompiledPolicy compiled =
                CompiledPolicy.of(
                        List.of(with(PRIVILEGED, except("a").until("2026-06-15").build())));
        Workload workload = privileged("nginx");
        Decision last =
                compiled.decide(workload, Facts.at(Instant.parse("2026-06-15T23:59:59.999Z")));
        assertThat(last.verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(last.expired()).isEmpty();
        Decision after = compiled.decide(workload, Facts.at(Instant.parse("2026-06-16T00:00:00Z")));
        assertThat(after.verdict()).isEqualTo(Verdict.BLOCK);
        assertThat(after.expired())
                .containsExactly(
                        new Expired(
                                after.violations().getFirst(), "a", LocalDate.parse("2026-06-15")));
    }

    @Test
    void asksTheNextExceptionWhenOneHasEnded() {
        Decision decision =
                decide(
                        with(
                                PRIVILEGED,
                                except("old").until("2026-01-01").build(),
                                except("new").until("2026-12-31").build()),
                        privileged("nginx"));
        assertThat(decision.excepted()).extracting(Excepted::exception).containsExactly("new");
        assertThat(decision.expired()).isEmpty();
    }

    @Test
    void appliesThoseOfADefinitionOnlyThere() {
        Definition team =
                new Definition(
                        "team", List.of("ops"), List.of(), List.of(except("agents").build()));
        SecurityPolicy policy = with(PRIVILEGED, team);
        assertThat(decide(policy, privileged("nginx")).excepted())
                .extracting(Excepted::exception)
                .containsExactly("team/agents");
        assertThat(
                        decide(
                                        policy,
                                        Workloads.pod(
                                                "prod",
                                                "",
                                                ",\"securityContext\":{\"privileged\":true}"))
                                .violations())
                .hasSize(1);
    }

    @Test
    void appliesThoseOfThePolicyAlsoInItsDefinitions() {
        SecurityPolicy policy =
                with(
                        with(PRIVILEGED, except("a").build()),
                        definition("team", List.of("ops"), block("hostPID")));
        assertThat(decide(policy, privileged("nginx")).violations()).isEmpty();
    }

    @Test
    void neverAppliesToSignatureRules() {
        Rule signature = Rule.of(Policies.unsigned(), Action.BLOCK, Map.of());
        PolicyException everything = except("a").build();
        assertThat(types(decide(with(signed(policy(), signature), everything), privileged("x"))))
                .containsExactly(Rule.SIGNATURE_TYPE);
        assertThat(types(decide(with(policy(signature), everything), privileged("x"))))
                .containsExactly(Rule.SIGNATURE_TYPE);
    }

    @Test
    void judgesSignatureRulesInEveryDefinition() {
        Rule signature = Rule.of(Policies.unsigned(), Action.BLOCK, Map.of());
        SecurityPolicy policy =
                with(
                        signed(policy(), signature),
                        definition("team", List.of("ops"), Policies.off(signature)));
        assertThat(decide(policy, privileged("x")).verdict()).isEqualTo(Verdict.BLOCK);
    }

    @Test
    void exceptsOurOwnImagesByDigestAndNeverByName() {
        String digest = "sha256:" + "cd".repeat(32);
        OwnImages own = OwnImages.of(List.of("# released", "", "pratique/sensor@" + digest));
        CompiledPolicy compiled = CompiledPolicy.of(List.of(PRIVILEGED), () -> own);
        Decision decision =
                compiled.decide(privileged("mirror.example/any@" + digest), Policies.FACTS);
        assertThat(decision.verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(decision.excepted())
                .extracting(Excepted::exception)
                .containsExactly("pratique.ownImages");
        assertThat(compiled.decide(privileged("pratique/sensor:1.0"), Policies.FACTS).verdict())
                .isEqualTo(Verdict.BLOCK);
        assertThat(
                        compiled.decide(
                                        privileged("pratique/sensor@sha256:" + "ef".repeat(32)),
                                        Policies.FACTS)
                                .verdict())
                .isEqualTo(Verdict.BLOCK);
    }

    @Test
    void exceptsOurOwnImagesFromNoSignatureRule() {
        String digest = "sha256:" + "cd".repeat(32);
        CompiledPolicy compiled =
                CompiledPolicy.of(
                        List.of(
                                signed(
                                        policy(),
                                        Rule.of(Policies.unsigned(), Action.BLOCK, Map.of()))),
                        () -> OwnImages.of(List.of("a/b@" + digest)));
        assertThat(compiled.decide(privileged("a/b@" + digest), Policies.FACTS).verdict())
                .isEqualTo(Verdict.BLOCK);
    }

    @Test
    void countsWhatIsUsedAndFindsWhatIsNot() {
        SecurityPolicy policy =
                with(
                        with(
                                PRIVILEGED,
                                except("used").containers("app").build(),
                                except("unused").containers("other").build()),
                        new Definition(
                                "team",
                                List.of("ops"),
                                List.of(),
                                List.of(except("rest").build())));
        Instant now = Policies.FACTS.now();
        ExceptionUse use = new ExceptionUse();
        use.add(decide(policy, privileged("nginx")), now);
        use.add(decide(policy, privileged("nginx")), now.minusSeconds(60));
        assertThat(use.used()).containsExactly(new ExceptionUse.Use("test", "used", 2, now));
        assertThat(use.of(List.of(policy)))
                .containsExactly(
                        new ExceptionUse.Use("test", "used", 2, now),
                        new ExceptionUse.Use("test", "unused", 0, Instant.MIN),
                        new ExceptionUse.Use("test", "team/rest", 0, Instant.MIN));
    }
}
