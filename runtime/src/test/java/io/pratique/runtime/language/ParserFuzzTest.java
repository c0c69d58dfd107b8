package io.pratique.runtime.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.filter.EventTypes;
import io.pratique.runtime.filter.FilterChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No text may do more than be refused; what is read is written and read again as the same. */
class ParserFuzzTest {
    private static final int ROUNDS = 60_000;
    private static final List<String> TOKENS =
            List.of(
                    "proc.name",
                    "fd.sip",
                    "evt.type",
                    "evt.num",
                    "proc.aname[2]",
                    "evt.arg.flags",
                    "fd.net",
                    "fd.types",
                    "evt.buffer",
                    "a",
                    "b_1",
                    "and",
                    "or",
                    "not",
                    "not(",
                    "(",
                    ")",
                    ",",
                    "=",
                    "==",
                    "!=",
                    "<",
                    "<=",
                    ">",
                    ">=",
                    "in",
                    "intersects",
                    "pmatch",
                    "glob",
                    "iglob",
                    "contains",
                    "icontains",
                    "bcontains",
                    "startswith",
                    "bstartswith",
                    "endswith",
                    "regex",
                    "exists",
                    "oneof",
                    "anyof",
                    "allof",
                    "val(",
                    "tolower(",
                    "toupper(",
                    "b64(",
                    "basename(",
                    "len(",
                    "join(",
                    "concat(",
                    "getopt(",
                    "'x'",
                    "\"y z\"",
                    "\"",
                    "'",
                    "\\",
                    "\\x41",
                    "0x1F",
                    "-3",
                    "1.5e+3",
                    "10.0.0.0/8",
                    "::1",
                    "[",
                    "]",
                    "[0]",
                    ".",
                    "\n",
                    "\t",
                    "\u00e9",
                    "\ud83d\ude00",
                    "\ud800",
                    "\0",
                    "[a-z]*",
                    "{1000}",
                    "*",
                    "?",
                    "#",
                    "|");

    @Test
    void neverFailsInAnotherWayThanARefusal() {
        long seed = Long.getLong("fuzz.seed", 20_261_124L);
        Random random = new Random(seed);
        List<String> seeds =
                List.of(
                        "(proc.name in (a, b) and not fd.name contains \"x y\") or evt.type=open",
                        "join(\"-\", (tolower(fd.name), \"s\", 3)) startswith anyof (a, 'b')",
                        "getopt(proc.args, \"ab:c\")[b] = val(proc.cmdline)");
        for (int round = 0; round < ROUNDS; round++) {
            String text =
                    random.nextInt(3) == 0
                            ? mutate(seeds.get(random.nextInt(seeds.size())), random)
                            : tokens(random);
            try {
                judge(text);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + text, e);
            }
        }
    }

    private static void judge(String text) {
        Condition condition;
        try {
            condition = Parser.parse(text);
        } catch (InvalidCondition e) {
            assertThat(e.place().index()).isBetween(0, text.length());
            assertThat(e.snippet(text)).contains("^");
            return;
        }
        String written = ConditionText.of(condition);
        assertThat(ConditionText.of(Parser.parse(written))).isEqualTo(written);
        try {
            new FilterChecker(FieldCatalogue.standard(), EventTable.standard()).check(condition);
            new EventTypes(EventTable.standard()).of(condition);
        } catch (InvalidCondition e) {
            assertThat(e.place().index()).isBetween(0, text.length());
        }
    }

    private static String tokens(Random random) {
        StringBuilder text = new StringBuilder();
        int count = random.nextInt(24);
        for (int i = 0; i < count; i++) {
            text.append(TOKENS.get(random.nextInt(TOKENS.size())));
            if (random.nextInt(4) > 0) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    private static String mutate(String seed, Random random) {
        List<Integer> points = new ArrayList<>(seed.codePoints().boxed().toList());
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(points.size());
            switch (random.nextInt(3)) {
                case 0 -> points.remove(/* index */ at);
                case 1 -> points.add(at, (int) " ()[]'\"\\,=x.0".charAt(random.nextInt(13)));
                default -> points.set(at, random.nextInt(128));
            }
        }
        StringBuilder text = new StringBuilder();
        points.forEach(text::appendCodePoint);
        return text.toString();
    }
}
