package io.pratique.runtime.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pratique.runtime.event.EventSet;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.language.Parser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases as in the tests of libs: what the set is, and what it is under a negation. */
class EventTypesTest {
    private final EventTable table = EventTable.standard();
    private final EventSet all = table.all();
    private final EventSet open = table.numbers(List.of("open"));
    private final EventSet both = table.numbers(List.of("open", "close"));

    private EventSet of(String condition) {
        return new EventTypes(table).of(Parser.parse(condition));
    }

    @Test
    void intersectsAndUnites() {
        assertThat(of("evt.type = open")).isEqualTo(open);
        assertThat(of("evt.type in (open, close)")).isEqualTo(both);
        assertThat(of("evt.type = open or evt.type = close")).isEqualTo(both);
        assertThat(of("evt.type = open and evt.type = close")).isEqualTo(EventSet.none());
        assertThat(of("evt.type in (open, close) and evt.type = open")).isEqualTo(open);
        assertThat(of("evt.type = open and proc.name = x")).isEqualTo(open);
        assertThat(of("evt.type = open or proc.name = x")).isEqualTo(all);
        assertThat(of("proc.name = x")).isEqualTo(all);
        assertThat(of("syscall.type = open")).isEqualTo(open);
    }

    @Test
    void pushesNegationsToTheLeaves() {
        EventSet notOpen = all.minus(open);
        assertThat(of("not evt.type = open")).isEqualTo(notOpen);
        assertThat(of("evt.type != open")).isEqualTo(notOpen);
        assertThat(of("not evt.type != open")).isEqualTo(open);
        assertThat(of("not (not evt.type = open)")).isEqualTo(open);
        assertThat(of("not proc.name = x")).isEqualTo(all);
        assertThat(of("not (evt.type = open or evt.type = close)")).isEqualTo(all.minus(both));
        assertThat(of("not (evt.type = open and proc.name = x)")).isEqualTo(all);
        assertThat(of("not (evt.type = open or proc.name = x)")).isEqualTo(notOpen);
        assertThat(of("evt.type exists")).isEqualTo(all);
        assertThat(of("not evt.type exists")).isEqualTo(EventSet.none());
    }

    @Test
    void ignoresOperatorsThatDoNotName() {
        assertThat(of("evt.type contains open")).isEqualTo(all);
        assertThat(of("not evt.type startswith open")).isEqualTo(all);
        assertThat(of("evt.type = anyof (open)")).isEqualTo(all);
    }

    @Test
    void knowsThatEventsAreCountedFromOne() {
        for (String never : List.of("evt.num=0", "evt.num < 1", "evt.num <= 0", "evt.num in (0)")) {
            assertThat(of(never)).as(never).isEqualTo(EventSet.none());
            assertThat(of("not " + never)).as(never).isEqualTo(all);
        }
        for (String always :
                List.of("evt.num != 0", "evt.num > 0", "evt.num >= 1", "evt.num >= 0")) {
            assertThat(of(always)).as(always).isEqualTo(all);
            assertThat(of("not " + always)).as(always).isEqualTo(EventSet.none());
        }
        assertThat(of("evt.num = 5")).isEqualTo(all);
        assertThat(of("evt.type = open or evt.num = 0")).isEqualTo(open);
        assertThat(of("evt.num in (0, 1)")).isEqualTo(all);
    }

    @Test
    void refusesWhatCannotBeTold() {
        assertThatThrownBy(() -> of("evt.type = val(proc.name)"))
                .isInstanceOf(InvalidCondition.class);
        assertThatThrownBy(() -> of("tolower(evt.type) = open"))
                .isInstanceOf(InvalidCondition.class);
        assertThat(of("proc.name = val(evt.type)")).isEqualTo(all);
    }
}
