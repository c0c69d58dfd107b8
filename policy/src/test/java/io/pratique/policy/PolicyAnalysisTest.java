package io.pratique.policy;

import static io.pratique.policy.Policies.block;
import static io.pratique.policy.Policies.definition;
import static io.pratique.policy.Policies.except;
import static io.pratique.policy.Policies.image;
import static io.pratique.policy.Policies.in;
import static io.pratique.policy.Policies.log;
import static io.pratique.policy.Policies.off;
import static io.pratique.policy.Policies.policy;
import static io.pratique.policy.Policies.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.policy.Policies.ExceptionBuilder;
import io.pratique.policy.PolicyAnalysis.Warning;
import io.pratique.policy.PolicyException.ImagePart;
import io.pratique.policy.match.TextOperator;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyAnalysisTest {
    private static final SecurityPolicy POLICY = policy(block("privileged"), block("hostPID"));

    private static List<String> warnings(SecurityPolicy policy) {
        return PolicyAnalysis.of(policy, Optional.of(LocalDate.parse("2026-06-15"))).stream()
                .map(warning -> warning.code() + " " + warning.pointer())
                .toList();
    }

    private static List<String> warnings(ExceptionBuilder exception) {
        return warnings(with(POLICY, exception.build()));
    }

    @Test
    void saysNothingOfAPolicyThatIsRight() {
        assertThat(
                        warnings(
                                except("a")
                                        .rules("privileged")
                                        .namespaces("ops")
                                        .images(image(ImagePart.TAG, TextOperator.EQUALS, "1"))
                                        .until("2026-06-15")))
                .isEmpty();
    }

    @Test
    void findsAnExceptionForARuleThatThePolicyDoesNotHave() {
        List<Warning> warnings =
                PolicyAnalysis.of(
                        with(POLICY, except("a").rules("privileged", "priviledged").build()),
                        Optional.empty());
        assertThat(warnings)
                .containsExactly(
                        new Warning(
                                "never-matches",
                                "/exceptions/0/rules/1",
                                "the exception 'a' is for the rule 'priviledged', which this policy does not have",
                                "There are privileged, hostPID."));
    }

    @Test
    void findsAnExceptionForARuleThatIsOff() {
        assertThat(
                        warnings(
                                with(
                                        policy(off(block("privileged"))),
                                        except("a").rules("privileged").build())))
                .containsExactly("never-matches /exceptions/0/rules/0");
    }

    @Test
    void findsAnExceptionForASignatureRule() {
        assertThat(warnings(except("a").rules("verifyImages")))
                .containsExactly("never-matches /exceptions/0/rules/0");
    }

    @Test
    void findsAnExceptionThatHasEnded() {
        assertThat(warnings(except("a").rules("privileged").until("2026-06-14")))
                .containsExactly("expired /exceptions/0/expires");
    }

    @Test
    void findsAnExceptionThatSwitchesEverythingOff() {
        assertThat(warnings(except("a"))).containsExactly("excepts-everything /exceptions/0");
    }

    @Test
    void findsConditionsThatContradictEachOther() {
        assertThat(
                        warnings(
                                except("a")
                                        .images(
                                                image(ImagePart.TAG, TextOperator.EQUALS, "1", "2"),
                                                image(
                                                        ImagePart.TAG,
                                                        TextOperator.STARTS_WITH,
                                                        "3"))))
                .containsExactly("never-matches /exceptions/0/images/0");
        assertThat(
                        warnings(
                                except("a")
                                        .images(
                                                image(
                                                        ImagePart.REGISTRY,
                                                        TextOperator.EQUALS,
                                                        "ghcr.io/acme"))))
                .containsExactly("never-matches /exceptions/0/images/0");
        assertThat(
                        warnings(
                                except("a")
                                        .images(
                                                image(ImagePart.NAME, TextOperator.EQUALS, "nginx"),
                                                image(
                                                        ImagePart.NAME,
                                                        TextOperator.EQUALS,
                                                        "library/nginx"))))
                .isEmpty();
    }

    @Test
    void findsAnExceptionWhereNoneOfItsRulesHolds() {
        assertThat(
                        warnings(
                                with(
                                        policy(in(block("privileged"), "prod", "team-*")),
                                        except("a").namespaces("dev").build())))
                .containsExactly("never-matches /exceptions/0/namespaces");
        assertThat(
                        warnings(
                                with(
                                        policy(in(block("privileged"), "team-*")),
                                        except("a").namespaces("team-x-*").build())))
                .isEmpty();
        assertThat(
                        warnings(
                                with(
                                        policy(in(block("privileged"), "team-*")),
                                        except("a").namespaces("other-*").build())))
                .containsExactly("never-matches /exceptions/0/namespaces");
    }

    @Test
    void findsAnExceptionOutsideItsDefinition() {
        Definition team =
                new Definition(
                        "team",
                        List.of("team-*"),
                        List.of(),
                        List.of(except("a").namespaces("prod").build()));
        assertThat(warnings(with(POLICY, team)))
                .contains("never-matches /namespaced/0/exceptions/0/namespaces");
    }

    @Test
    void findsAnExceptionForImagesOfARequestForAccess() {
        assertThat(
                        warnings(
                                with(
                                        policy(block("podExec")),
                                        except("a")
                                                .images(
                                                        image(
                                                                ImagePart.TAG,
                                                                TextOperator.EQUALS,
                                                                "1"))
                                                .build())))
                .containsExactly("never-matches /exceptions/0/images");
    }

    @Test
    void findsRulesOfADefinitionWithoutEffect() {
        assertThat(
                        warnings(
                                with(
                                        POLICY,
                                        definition(
                                                "team",
                                                List.of("team-*"),
                                                off(block("hostIPC")),
                                                in(log("hostPID"), "prod")))))
                .containsExactly(
                        "no-effect /namespaced/0/rules/0",
                        "never-matches /namespaced/0/rules/1/namespaces");
    }

    @Test
    void findsARuleThatAsksForNoMoreThanAnother() {
        assertThat(warnings(policy(block("hostPID"), log("hostPID"))))
                .containsExactly("no-effect /rules/1");
        assertThat(warnings(policy(log("hostPID"), block("hostPID")))).isEmpty();
        assertThat(warnings(policy(in(block("hostPID"), "a"), block("hostPID")))).isEmpty();
    }
}
