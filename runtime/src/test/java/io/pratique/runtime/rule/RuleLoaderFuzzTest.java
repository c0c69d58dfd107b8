package io.pratique.runtime.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No file may do more than be refused, and every problem stands somewhere in it. */
class RuleLoaderFuzzTest {
    private static final int ROUNDS = 2_500;
    private static final String SEED =
            """
            # rules
            - required_engine_version: 0.57.0
            - required_plugin_versions: [{name: container, version: 0.4.0}]
            - list: shells
              items: [bash, "z sh", 'k']
            - macro: spawned
              condition: (evt.type in (execve, execveat) and not proc.name in (shells))
            - rule: &a Shell
              desc: d
              condition: >
                spawned and
                (fd.name startswith "/a b"
                  or fd.sip in ("10.0.0.1"))
              output: "Shell %proc.name %evt.arg[0] %12fd.name"
              priority: NOTICE
              tags: [container, T1059]
              exceptions:
                - name: e
                  fields: [proc.name, fd.name]
                  comps: [=, in]
                  values: [[a, [b, c]], [d, e]]
            ---
            - rule: *a
              condition: |
                and fd.num > 0
              override: {condition: append}
            - {rule: Shell, enabled: no}
            """;
    private static final List<String> PIECES =
            List.of(
                    "\n",
                    "\n  ",
                    "\n- ",
                    ": ",
                    "- ",
                    "[",
                    "]",
                    "{",
                    "}",
                    "'",
                    "\"",
                    "|",
                    ">",
                    "&a ",
                    "*a",
                    "!t ",
                    "condition: ",
                    "rule: ",
                    "macro: ",
                    "list: ",
                    "items: ",
                    "override: ",
                    "append: true",
                    "exceptions: ",
                    "values: ",
                    "(",
                    ")",
                    "and ",
                    "or ",
                    "not ",
                    "shells",
                    "spawned",
                    "proc.name",
                    "%",
                    "\t",
                    "\u00e9",
                    "\0",
                    "---\n",
                    "...\n",
                    "#",
                    "null",
                    "~",
                    "0x",
                    "\ud83d\ude00",
                    "\\",
                    "<<: ");

    @Test
    void neverFailsInAnotherWayThanAProblem() {
        long seed = Long.getLong("fuzz.seed", 20_261_125L);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String text = mutate(random);
            try {
                judge(text);
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round + ":\n" + text, e);
            }
        }
    }

    private static void judge(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        RuleFiles files =
                new RuleLoader(LoadOptions.standard())
                        .load(List.of(RuleLoader.Input.of("f", bytes)));
        for (LoadResult result : files.results()) {
            for (LoadProblem problem : result.problems()) {
                for (LoadLocation location : problem.locations()) {
                    assertThat(location.offset()).isBetween(0, bytes.length);
                }
            }
        }
        assertThat(LoadReport.json(files.results())).startsWith("{\"falco_load_results\"");
        assertThat(LoadReport.text(files.results())).startsWith("f: ");
    }

    private static String mutate(Random random) {
        StringBuilder text = new StringBuilder(SEED);
        for (int i = random.nextInt(5); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.setCharAt(at, (char) random.nextInt(128));
                default -> {
                    int from = random.nextInt(text.length());
                    text.insert(
                            at,
                            text.substring(
                                    from, Math.min(text.length(), from + random.nextInt(60))));
                }
            }
            if (text.isEmpty()) {
                return "";
            }
        }
        return text.toString();
    }
}
