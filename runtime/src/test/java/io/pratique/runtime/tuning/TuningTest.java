package io.pratique.runtime.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.filter.FakeEvent;
import io.pratique.runtime.filter.FieldSource;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.RuleLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TuningTest {
    private static final RuleLoader LOADER = new RuleLoader(LoadOptions.standard());
    private static final RuleLoader.Input FILE =
            RuleLoader.Input.of(
                    "rules.yaml",
                    """
                    - rule: Writes below etc
                      desc: d
                      output: o %proc.name
                      priority: INFO
                      condition: evt.type = open and fd.name startswith /etc and proc.name exists
                      exceptions:
                        - name: known
                          fields: [proc.name, fd.name]
                    """
                            .getBytes(StandardCharsets.UTF_8));
    private static final DetectionRule RULE = LOADER.load(List.of(FILE)).rules().getFirst();

    /** Events with these names of programs, of which each opens the same file. */
    private static Tuning.StoredEvents events(String... names) {
        FakeEvent event = new FakeEvent().with("fd.name", "/etc/x \"y\\'");
        return new Tuning.StoredEvents() {
            private int at;

            @Override
            public FieldSource fields() {
                return event;
            }

            @Override
            public int eventType() {
                return EventTable.standard().numbers(List.of("open")).numbers().max().orElseThrow();
            }

            @Override
            public boolean next() {
                if (at == names.length) {
                    return false;
                }
                event.with("proc.name", names[at++]);
                return true;
            }
        };
    }

    @Test
    void proposesAnExceptionThatKeepsExactlyThisFromFiring() throws IOException {
        for (String name :
                List.of(
                        "backup",
                        "it's (a) \"test\"",
                        "caf\u00e9",
                        "a,b=c",
                        "\\",
                        "[x]",
                        "- a: b")) {
            ExceptionProposal proposal =
                    Tuning.propose(
                                    RULE,
                                    Map.of(
                                            "proc.name",
                                            name,
                                            "fd.name",
                                            "/etc/x \"y\\'",
                                            "evt.time",
                                            "12:00"))
                            .orElseThrow();
            assertThat(proposal.fields()).containsExactly("proc.name", "fd.name");
            Tuning.Effect effect =
                    new Tuning(LOADER)
                            .check(
                                    List.of(FILE),
                                    proposal.yaml(),
                                    RULE.name(),
                                    events(name, "sh", name, "bash"));
            assertThat(effect.problems()).as(name).isEmpty();
            assertThat(effect).as(name).isEqualTo(new Tuning.Effect(4, 4, 2, List.of()));
            assertThat(effect.isUseful()).isTrue();
            assertThat(effect.silencesTheRule()).isFalse();
        }
    }

    @Test
    void saysWhenAnExceptionSilencesTheRuleOrDoesNotLoad() throws IOException {
        Tuning tuning = new Tuning(LOADER);
        ExceptionProposal proposal =
                Tuning.propose(RULE, Map.of("fd.name", "/etc/x \"y\\'")).orElseThrow();
        assertThat(tuning.check(List.of(FILE), proposal.yaml(), RULE.name(), events("a", "b")))
                .matches(Tuning.Effect::silencesTheRule);
        Tuning.Effect broken =
                tuning.check(
                        List.of(FILE),
                        proposal.yaml().replace("fd.name", "fd.nmae"),
                        RULE.name(),
                        events("a"));
        assertThat(broken.isUseful()).isFalse();
        assertThat(broken.problems()).isNotEmpty();
        assertThat(Tuning.propose(RULE, Map.of("evt.time", "12:00"))).isEmpty();
    }
}
