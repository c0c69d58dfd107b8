package io.pratique.runtime.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.field.FieldType;
import io.pratique.runtime.language.Condition;
import io.pratique.runtime.language.ConditionText;
import io.pratique.runtime.language.Parser;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InterpreterLimitsTest {
    private static final byte[] PATH = "/usr/sbin/nginx".getBytes(StandardCharsets.US_ASCII);

    private static Filter check(Condition condition) {
        return new FilterChecker(FieldCatalogue.standard(), EventTable.standard()).check(condition);
    }

    @Test
    void judgesConditionsAsDeepAsRulesMayBeOnASmallStack() throws InterruptedException {
        String deep =
                "proc.pid > 0 and (proc.pid < 0 or not (".repeat(332)
                        + "proc.pid = 1"
                        + "))".repeat(332);
        boolean[] done = new boolean[1];
        Thread thread =
                new Thread(
                        null,
                        () -> {
                            Condition condition = Parser.parse(deep, 0, Parser.RULE_DEPTH);
                            new EventTypes(EventTable.standard()).of(condition);
                            ConditionText.of(condition);
                            FieldSource source =
                                    _ ->
                                            into -> {
                                                into.setNumber(1);
                                                return true;
                                            };
                            Interpreter.prepare(check(condition), source).holds();
                            done[0] = true;
                        },
                        "small",
                        1 << 19);
        thread.start();
        thread.join();
        assertThat(done[0]).isTrue();
    }

    @Test
    void allocatesNothingPerEvent() {
        FieldSource source =
                read -> {
                    if (read.type().kind() == FieldType.Kind.TEXT) {
                        return into -> {
                            into.setBytes(PATH, 0, PATH.length);
                            return true;
                        };
                    }
                    return into -> {
                        into.setNumber(7);
                        return true;
                    };
                };
        Interpreter.Judge judge =
                Interpreter.prepare(
                        check(
                                Parser.parse(
                                        "proc.exepath startswith /usr and proc.exepath glob"
                                                + " /usr/*/ngin[a-z] and not proc.name in (a, b, c) and"
                                                + " toupper(basename(proc.exepath)) = NGINX and proc.pid"
                                                + " in (1, 7) and proc.exepath pmatch (/bin, /usr/sbin)"
                                                + " and proc.exepath icontains SBIN and"
                                                + " concat(proc.name, \"x\") != y and proc.exepath ="
                                                + " val(proc.name)")),
                        source);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20_000; i++) {
            assertThat(judge.holds()).isTrue();
        }
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            int count = 0;
            for (int i = 0; i < 20_000; i++) {
                count += judge.holds() ? 1 : 0;
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            assertThat(count).isEqualTo(20_000);
        }
        // The reading of the counter itself takes some bytes.
        assertThat(least).isLessThan(2_000);
    }
}
