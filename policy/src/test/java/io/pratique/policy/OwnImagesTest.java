package io.pratique.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnImagesTest {
    private static final String DIGEST = "sha256:" + "01".repeat(32);

    @Test
    void readsTheListThatIsShipped() {
        assertThat(OwnImages.shipped()).isSameAs(OwnImages.shipped());
    }

    @Test
    void refusesANameWithoutADigestAndSaysWhichLine() {
        assertThatThrownBy(() -> OwnImages.of(List.of("a/b@" + DIGEST, "pratique/sensor:1.0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("repository@sha256:");
    }

    @Test
    void refusesWhatIsNoReference() {
        assertThatThrownBy(() -> OwnImages.of(List.of("not an image")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 1");
    }

    @Test
    void addsTheImagesOfAnOperatorToThoseShipped() {
        OwnImages both = OwnImages.none().and(OwnImages.of(List.of("a/b@" + DIGEST)));
        assertThat(both.covers(Workloads.pod("a", "", ""), null)).isFalse();
        assertThat(
                        both.covers(
                                Workloads.of(
                                        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"x@"
                                                + DIGEST
                                                + "\"}]}}"),
                                null))
                .isTrue();
    }
}
