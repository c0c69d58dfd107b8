package io.pratique.runtime.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.filter.FilterChecker;
import io.pratique.runtime.output.OutputFormat;
import io.pratique.runtime.state.StateLimits;
import io.pratique.runtime.state.SystemState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScapWriterTest {
    private static final String FIELDS =
            "%evt.type %evt.time %evt.args %fd.name %fd.l4proto %proc.name %proc.pname %proc.aname[2] "
                    + "%proc.cmdline %proc.cwd %proc.tty %user.name %group.name %user.loginuid "
                    + "%thread.cgroups %container.id %proc.exepath %thread.cap_effective %proc.fdopencount";

    private static List<String> lines(EventSource source) throws IOException {
        SystemState state = new SystemState(StateLimits.standard());
        OutputFormat.Printer printer =
                OutputFormat.parse(
                                FIELDS,
                                new FilterChecker(FieldCatalogue.standard(), EventTable.standard()))
                        .prepare(state.fields());
        List<String> lines = new ArrayList<>();
        while (source.next(state)) {
            state.apply(source.event());
            lines.add(printer.print());
        }
        return lines;
    }

    private static byte[] copied(EventSource source, boolean compress) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SystemState state = new SystemState(StateLimits.standard());
        try (ScapWriter writer = new ScapWriter(out, compress)) {
            boolean isFirst = true;
            while (source.next(state)) {
                if (isFirst) {
                    state.describe(writer.system());
                    isFirst = false;
                }
                writer.event(source.event());
            }
            assertThat(writer.refused()).isZero();
        }
        return out.toByteArray();
    }

    @Test
    void writesWhatTheReaderReads() throws IOException {
        for (String capture : List.of("curl_google", "single_ipv6_conn", "test_ipv6_client")) {
            byte[] copy;
            try (ScapReader reader = ScapReader.of(Captures.open(capture))) {
                copy = copied(reader, capture.startsWith("c"));
            }
            try (ScapReader original = ScapReader.of(Captures.open(capture));
                    ScapReader written = ScapReader.of(new ByteArrayInputStream(copy))) {
                assertThat(lines(written)).as(capture).isEqualTo(lines(original));
            }
        }
    }

    @Test
    void writesWhatWasMadeUp() throws IOException {
        Simulation simulation = Simulation.parse(SAMPLE);
        byte[] copy = copied(simulation, true);
        List<String> expected = lines(simulation.rewind());
        try (ScapReader written = ScapReader.of(new ByteArrayInputStream(copy))) {
            assertThat(lines(written)).isEqualTo(expected).hasSizeGreaterThan(8);
        }
    }

    private static final String SAMPLE =
            """
            user 33 www-data
            interface eth0 10.0.0.5
            process 10 /usr/sbin/nginx -g "daemon off;" -- parent=1 uid=33 container=web tty=34816
            spawn 11 10 /bin/sh -c "id; cat /etc/shadow" -- flags=upper env="A=1 B=2" caps=0x3fffffffff
            open 11 /etc/shadow O_RDONLY
            connect 11 10.0.0.5:40000->93.184.216.34:443
            call 11 ptrace res=0 request=PTRACE_ATTACH pid=10
            container web '{"name":"web","imagerepo":"nginx","privileged":true}'
            call 11 unlinkat res=ENOENT dirfd=-100 name=x flags=0
            exit 11
            """;

    @Test
    void keepsTheLastEventsInTheirOrder() throws IOException {
        Simulation simulation = Simulation.parse(SAMPLE);
        EventRing ring = new EventRing(4, 1 << 12);
        List<String> all = new ArrayList<>();
        while (simulation.next(SystemListener.none())) {
            ring.add(simulation.event());
            all.add(simulation.event().number() + " " + simulation.event().type().name());
        }
        List<String> kept = new ArrayList<>();
        ring.forEach(event -> kept.add(event.number() + " " + event.type().name()));
        assertThat(kept).isEqualTo(all.subList(all.size() - 4, all.size()));
    }

    @Test
    void keepsWholeEventsWhateverTheirSizes() throws IOException {
        Random random = new Random(7);
        EventRing ring = new EventRing(50, 2_000);
        RawEvent event = new RawEvent(EventLayouts.standard().at(7));
        List<byte[]> written = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            byte[] data = new byte[random.nextInt(600)];
            random.nextBytes(data);
            written.add(data);
            event.begin(EventLayouts.standard().at(7), i, i, 0, 1);
            event.add(data, 0, data.length);
            ring.add(event);
            int[] count = {0};
            int first = i + 1 - ring.size();
            ring.forEach(kept -> {
                int number = (int) kept.number();
                assertThat(number).isEqualTo(first + count[0]++);
                assertThat(kept.copy(0)).isEqualTo(written.get(number));
            });
            assertThat(ring.size()).isPositive();
        }
    }
}
