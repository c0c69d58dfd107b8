package io.pratique.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.document.Document;
import io.pratique.model.Container;
import io.pratique.model.Identity;
import io.pratique.model.Labels;
import io.pratique.model.LaunchType;
import io.pratique.model.Location;
import io.pratique.model.OperatingSystem;
import io.pratique.model.Origin;
import io.pratique.model.Platform;
import io.pratique.model.Resources;
import io.pratique.model.SecurityContext;
import io.pratique.model.Setting;
import io.pratique.model.Sysctl;
import io.pratique.model.Volume;
import io.pratique.model.Workload;
import io.pratique.policy.CompiledPolicy;
import io.pratique.policy.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that is known only at deployment is neither passed nor failed, by any rule. */
class UnknownValuesTest {
    private static final String EXPRESSION = "Ref Parameter";

    /** Requests of people hold nothing that could be unknown. */
    private static final Set<String> NOTHING_UNKNOWN = Set.of("podExec", "podPortForward", "cel");

    static Stream<Sample> samples() {
        return Sample.all().stream()
                .filter(sample -> sample.isMain(sample.platform(), Sample.Kind.VIOLATING))
                .filter(sample -> !NOTHING_UNKNOWN.contains(sample.type()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void neitherPassesNorFailsAWorkloadOfWhichNothingIsKnown(Sample sample) {
        Decision decision =
                CompiledPolicy.of(List.of(sample.policy()))
                        .decide(unknown(sample.platform()), Facts.at(Instant.EPOCH));
        assertThat(decision.violations()).isEmpty();
        assertThat(decision.unjudged())
                .isNotEmpty()
                .allSatisfy(unjudged -> {
                    assertThat(unjudged.type()).isEqualTo(sample.type());
                    assertThat(unjudged.reason()).isNotBlank();
                    assertThat(unjudged.remedy()).endsWith(".");
                });
    }

    private static Workload unknown(Platform platform) {
        Setting<Boolean> flag = Setting.unknown(EXPRESSION);
        Setting<String> text = Setting.unknown(EXPRESSION);
        return new Workload(
                new Identity(platform, "", "", "v1", "Pod", "unknown", "", ""),
                Labels.unknown(EXPRESSION),
                Labels.unknown(EXPRESSION),
                Map.of(),
                platform == Platform.ECS ? Set.of(LaunchType.EC2) : Set.of(),
                OperatingSystem.UNKNOWN,
                flag,
                flag,
                flag,
                flag,
                flag,
                SecurityContext.unknown(EXPRESSION),
                List.of(new Sysctl(text, text)),
                List.of(new Volume("v", text, text, 0)),
                Resources.none(),
                List.of(Container.unknown("web", "containers/0", EXPRESSION)),
                false,
                false,
                new Nowhere());
    }

    private record Nowhere() implements Origin {
        @Override
        public Location locate(String path) {
            return new Location("/spec/" + path, 1, 1);
        }

        @Override
        public Location locateInObject(String path) {
            return new Location("/" + path, 1, 1);
        }

        @Override
        public Optional<Document> document() {
            return Optional.empty();
        }

        @Override
        public int node() {
            return 0;
        }
    }
}
