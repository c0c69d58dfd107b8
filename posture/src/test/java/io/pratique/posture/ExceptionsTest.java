package io.pratique.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.posture.catalogue.Catalogue;
import io.pratique.posture.evidence.EvidenceReader;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.result.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExceptionsTest {
    private static final String SLUG = "ecs-host-devices-not-exposed";
    private static final Instant NOW = SamplesTest.NOW;

    private static PostureException accept(
            Map<String, List<String>> scope, List<String> observed, Instant expires) {
        return new PostureException(
                "ex-1",
                Set.of(SLUG),
                scope,
                observed,
                "the disk is its work",
                "storage",
                "security",
                "OPS-1",
                Instant.parse("2026-01-01T00:00:00Z"),
                expires);
    }

    private static Report judge(PostureException exception, Optional<Duration> maxAge)
            throws IOException {
        Judge judge = new Judge(Catalogue.load(), Profile.BASELINE, Map.of(), maxAge);
        return judge.judge(
                List.of(EvidenceReader.read(SamplesTest.sample("tasks"))), List.of(exception), NOW);
    }

    private static Finding bad(Report report) {
        return report.findings().stream()
                .filter(f -> f.template().slug().equals(SLUG) && f.subjectId().equals("td:bad"))
                .findFirst()
                .orElseThrow();
    }

    private static boolean muted(PostureException exception) throws IOException {
        Finding finding = bad(judge(exception, Optional.empty()));
        assertThat(finding.state())
                .as("an exception never changes the state")
                .isEqualTo(State.FAIL);
        return finding.muted().isPresent();
    }

    @Test
    void acceptsAFailureUntilItExpires() throws IOException {
        Map<String, List<String>> scope = Map.of("subject", List.of("td:other", "td:bad"));
        assertThat(muted(accept(scope, List.of(), NOW.plusSeconds(1)))).isTrue();
        assertThat(muted(accept(scope, List.of(), NOW))).isFalse();
    }

    @Test
    void matchesExactlyUnlessAGlobIsAskedFor() throws IOException {
        Instant later = NOW.plusSeconds(60);
        assertThat(muted(accept(Map.of("subject", List.of("td:*")), List.of(), later))).isFalse();
        assertThat(muted(accept(Map.of("subject", List.of("glob:td:*")), List.of(), later)))
                .isTrue();
        assertThat(muted(accept(Map.of("account", List.of("999")), List.of(), later))).isFalse();
        assertThat(muted(accept(Map.of("container", List.of("web")), List.of(), later))).isTrue();
        assertThat(muted(accept(Map.of("container", List.of("db")), List.of(), later))).isFalse();
    }

    @Test
    void noLongerHoldsWhenAnotherValueIsObserved() throws IOException {
        Instant later = NOW.plusSeconds(60);
        assertThat(muted(accept(Map.of(), List.of("/dev/sda"), later))).isTrue();
        assertThat(muted(accept(Map.of(), List.of("/dev/fuse"), later))).isFalse();
    }

    @Test
    void reportsExpiredUnusedAndEndingOnes() throws IOException {
        PostureException old = accept(Map.of(), List.of(), NOW.minusSeconds(1));
        assertThat(judge(old, Optional.empty()).expired()).containsExactly(old);
        PostureException idle =
                accept(Map.of("subject", List.of("nobody")), List.of(), NOW.plusSeconds(9));
        Report report = judge(idle, Optional.empty());
        assertThat(report.unused()).containsExactly(idle);
        assertThat(report.expiringWithin(Duration.ofSeconds(10))).containsExactly(idle);
        assertThat(report.expiringWithin(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void oldEvidenceDecidesNothing() throws IOException {
        PostureException none = accept(Map.of("subject", List.of("-")), List.of(), NOW);
        Report report = judge(none, Optional.of(Duration.ofHours(1)));
        assertThat(report.counts().get(State.PASS)).isZero();
        assertThat(report.counts().get(State.FAIL)).isZero();
        assertThat(bad(report).outcome().missing().orElseThrow().reason()).isEqualTo(Reason.STALE);
        Report fresh = judge(none, Optional.of(Duration.ofDays(2)));
        assertThat(fresh.counts().get(State.PASS)).isPositive();
        assertThat(fresh.score()).isBetween(0.01, 0.99);
        assertThat(fresh.coverage()).isBetween(0.01, 0.99);
    }

    @Test
    void aFailureDecidesForItsTemplate() throws IOException {
        PostureException none = accept(Map.of("subject", List.of("-")), List.of(), NOW);
        Report report = judge(none, Optional.empty());
        report.byTemplate()
                .forEach((template, state) -> {
                    if (template.slug().equals(SLUG)) {
                        assertThat(state).isEqualTo(State.FAIL);
                    }
                    if (template.slug().startsWith("eks-")) {
                        assertThat(state).as("nothing was looked at").isEqualTo(State.NO_EVIDENCE);
                    }
                });
        assertThat(report.byTemplate()).hasSize(116);
    }
}
