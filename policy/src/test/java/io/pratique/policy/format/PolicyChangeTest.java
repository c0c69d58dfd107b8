package io.pratique.policy.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.model.Platform;
import io.pratique.policy.Presets;
import io.pratique.policy.SecurityPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyChangeTest {
    @Test
    void letsEverythingChangeButNameAndPlatform() {
        SecurityPolicy one = Presets.starter(Platform.KUBERNETES);
        SecurityPolicy same =
                SecurityPolicy.of(one.name(), Platform.KUBERNETES, "other", List.of());
        SecurityPolicy other = SecurityPolicy.of("other", Platform.ECS, "", List.of());

        assertThat(PolicyChange.refusals(one, same)).isEmpty();
        assertThat(PolicyChange.refusals(one, other))
                .extracting(PolicyChange.Refusal::code)
                .containsExactly("immutable-name", "immutable-platform");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "Web_1.2", "xPolicy", "0"})
    void takesNamesOfLettersDigitsUnderscoresAndDots(String name) {
        assertThat(PolicyChange.refusals(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "my policy", "my-policy", "a:b", "é", " x", "x\n"})
    void refusesOtherNames(String name) {
        assertThat(PolicyChange.refusals(name))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("wrong-name"));
    }

    @Test
    void offersANameThatIsRight() {
        assertThat(PolicyChange.refusals("my policy").getFirst().hint())
                .isEqualTo("Did you mean 'my_policy'?");
    }

    @Test
    void namesADuplicateAfterItsOriginal() {
        assertThat(SecurityPolicy.of("x", Platform.ECS, "", List.of()).duplicate().name())
                .isEqualTo("xPolicy");
        assertThat(Presets.starter(Platform.ECS).duplicate().name()).isEqualTo("starter.ecsPolicy");
    }
}
