package io.pratique.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventTableTest {
    private final EventTable table = EventTable.standard();

    @Test
    void knowsEveryNumberBelowItsSize() {
        assertThat(table.size()).isEqualTo(430);
        for (int number = 0; number < table.size(); number++) {
            assertThat(table.type(number).orElseThrow().number()).isEqualTo(number);
        }
        assertThat(table.type(430)).isEmpty();
        assertThat(table.type(-1)).isEmpty();
    }

    @Test
    void pairsEnterAndExit() {
        for (EventType type : table.types()) {
            if (type.isEnter() && !type.name().equals("NA")) {
                String exit = table.type(type.number() + 1).orElseThrow().name();
                assertThat(exit).as("number %d", type.number()).isIn(type.name(), "NA");
            }
        }
    }

    @Test
    void describesTheParametersOfOpenat() {
        EventType openat = table.type(307).orElseThrow();
        assertThat(openat.name()).isEqualTo("openat");
        assertThat(openat.parameters())
                .extracting(Parameter::name)
                .startsWith("fd", "dirfd", "name", "flags", "mode", "dev", "ino");
        Parameter name = openat.parameters().get(2);
        assertThat(name.type()).isEqualTo(ParameterType.FSRELPATH);
        assertThat(name.directory()).isEqualTo(1);
        assertThat(openat.parameters().get(3).flags().orElseThrow().symbols())
                .extracting(FlagTable.Symbol::name)
                .contains("O_RDONLY", "O_CREAT", "O_TMPFILE");
    }

    @Test
    void givesEveryVersionOfAName() {
        assertThat(table.numbers(List.of("execve")).size()).isGreaterThan(10);
        assertThat(table.numbers(List.of("execve")).numbers().boxed().toList()).contains(293);
        assertThat(table.names(table.numbers(List.of("open", "openat2"))))
                .containsExactly("open", "openat2");
    }

    @Test
    void reportsASystemCallWithoutAnEventOfItsOwnAsGeneric() {
        assertThat(table.isEventName("kexec_load")).isTrue();
        assertThat(table.names(table.numbers(List.of("kexec_load")))).containsExactly("syscall");
        assertThat(table.isEventName("not_a_call")).isFalse();
        assertThat(table.numbers(List.of("not_a_call")).isEmpty()).isTrue();
        assertThat(table.systemCall(3)).contains("read");
    }

    @Test
    void combinesSets() {
        EventSet open = table.numbers(List.of("open"));
        EventSet both = table.numbers(List.of("open", "close"));
        assertThat(both.and(open)).isEqualTo(open);
        assertThat(both.minus(open)).isEqualTo(table.numbers(List.of("close")));
        assertThat(open.or(both)).isEqualTo(both);
        assertThat(open.minus(both).isEmpty()).isTrue();
        assertThat(table.all().minus(table.all())).isEqualTo(EventSet.none());
        assertThat(table.all().size()).isEqualTo(430);
    }
}
