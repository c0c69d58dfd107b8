package io.pratique.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pratique.runtime.capture.Captures;
import io.pratique.runtime.capture.ScapReader;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.filter.FilterChecker;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.language.Parser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Reading, state and fields allocate only what must be kept: programs that start, mostly. */
class StateAllocationTest {
    private static final int TIMES = 300;

    /** The events of a capture over and over, behind its lists. */
    private static byte[] repeated(byte[] capture) {
        ByteBuffer buffer = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ByteArrayOutputStream events = new ByteArrayOutputStream();
        int at = 0;
        while (at < capture.length) {
            int length = buffer.getInt(at + 4);
            (buffer.getInt(at) == 0x204 ? events : head).write(capture, at, length);
            at += length;
        }
        for (int i = 0; i < TIMES; i++) {
            head.writeBytes(events.toByteArray());
        }
        return head.toByteArray();
    }

    private static long pass(byte[] capture, String filter) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SystemState state = new SystemState(StateLimits.standard());
        Interpreter.Judge judge =
                Interpreter.prepare(
                        new FilterChecker(FieldCatalogue.standard(), EventTable.standard())
                                .check(Parser.parse(filter)),
                        state.fields());
        long held = 0;
        long events = 0;
        long before = 0;
        try (ScapReader reader = ScapReader.of(new ByteArrayInputStream(capture))) {
            while (reader.next(state)) {
                state.apply(reader.event());
                held += judge.holds() ? 1 : 0;
                events++;
                if (events == 50_000) {
                    before = threads.getCurrentThreadAllocatedBytes();
                }
            }
        }
        assertThat(held).isPositive();
        return (threads.getCurrentThreadAllocatedBytes() - before) / (events - 50_000);
    }

    @Test
    void allocatesNothingForAnEventThatKeepsNothing() throws IOException {
        byte[] capture = repeated(Captures.bytes("curl_google"));
        String filter =
                "fd.name startswith /etc or proc.aname = sshd or proc.cmdline contains x or fd.ip = 1.2.3.4 "
                        + "or evt.arg.flags contains O_TRUNC or evt.args contains zz or fs.path.name = /x "
                        + "or proc.env contains zz or thread.cgroups contains zz or evt.time = x";
        pass(capture, filter);
        assertThat(pass(capture, filter)).isLessThanOrEqualTo(4);
    }
}
