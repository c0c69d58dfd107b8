package io.pratique.runtime.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.filter.FilterChecker;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.language.Parser;
import io.pratique.runtime.output.OutputFormat;
import io.pratique.runtime.state.StateLimits;
import io.pratique.runtime.state.SystemState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the reader, the state and the fields against sysdig 0.29.3 of Debian 12: its answers are
 * kept in files, so the test runs without it. See docs/runtime/captures.md for what differs and
 * why.
 *
 * <p>sysdig counts an event for entering a call and one for leaving it, and so do our numbers; but
 * only the second is delivered here. So sysdig is asked about events that leave, and those that are
 * not calls.
 */
class SysdigComparisonTest {
    private static final List<String> CAPTURES =
            List.of("curl_google", "single_ipv6_conn", "test_ipv6_client");
    private static final String DELIVERED =
            "(evt.dir=< or evt.type in (switch, procexit, signaldeliver))";
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    @TempDir private Path directory;

    @Test
    void passesTheEventsThatSysdigPasses() throws Exception {
        Map<String, String> golden = new LinkedHashMap<>();
        if (UPDATE) {
            for (String capture : CAPTURES) {
                for (String filter : lines("filters.txt")) {
                    golden.put(capture + "\t" + filter, sysdigNumbers(capture, filter));
                }
            }
            write("sysdig-filters.tsv", golden);
        }
        golden = read("sysdig-filters.tsv");
        assertThat(golden).hasSizeGreaterThan(180);
        Map<String, String> ours = new LinkedHashMap<>();
        for (String key : golden.keySet()) {
            String[] words = key.split("\t", -1);
            ours.put(key, ourNumbers(words[0], words[1]));
        }
        assertThat(differences(golden, ours)).isEmpty();
    }

    @Test
    void printsTheFieldsThatSysdigPrints() throws Exception {
        Map<String, String> golden = new LinkedHashMap<>();
        if (UPDATE) {
            for (String capture : CAPTURES) {
                for (String line : lines("fields.txt")) {
                    String[] words = line.split("\t", -1);
                    golden.put(
                            capture + "\t" + line,
                            folded(sysdigValues(capture, words[0], words[1])));
                }
            }
            write("sysdig-fields.tsv", golden);
        }
        golden = read("sysdig-fields.tsv");
        Map<String, String> ours = new LinkedHashMap<>();
        for (String key : golden.keySet()) {
            String[] words = key.split("\t", -1);
            ours.put(key, folded(ourValues(words[0], words[1], words[2])));
        }
        assertThat(differences(golden, ours)).isEmpty();
    }

    @Test
    void agreesWithTheSysdigThatIsInstalledHere() throws Exception {
        Assumptions.assumeTrue(
                isInstalled(),
                "sysdig is not installed here: only its kept answers were compared (apt-get install sysdig)");
        for (String filter :
                List.of(
                        "evt.type=open",
                        "fd.name contains libc",
                        "proc.aname=sshd",
                        "evt.res=ENOENT")) {
            String narrowed = filter + " and evt.type!=mmap";
            assertThat(ourNumbers("curl_google", narrowed))
                    .as(filter)
                    .isEqualTo(sysdigNumbers("curl_google", narrowed));
        }
    }

    @Test
    void readsPastTheCommentsOfAnEditor() throws Exception {
        // sysdig 0.29.3 cannot read this one.
        assertThat(ourNumbers("curl_google_comments", "evt.num>0"))
                .isEqualTo(ourNumbers("curl_google", "evt.num>0"));
    }

    // ---- ours

    private interface Look {
        void at(SystemState state) throws IOException;
    }

    private static SystemState replay(String capture, SystemState state, Look look)
            throws IOException {
        try (ScapReader reader = ScapReader.of(Captures.open(capture))) {
            while (reader.next(state)) {
                state.apply(reader.event());
                // sysdig shows none of these.
                if (!reader.event().type().name().equals("procinfo")) {
                    look.at(state);
                }
            }
        }
        return state;
    }

    private static FilterChecker checker() {
        return new FilterChecker(FieldCatalogue.standard(), EventTable.standard());
    }

    private static Interpreter.Judge judge(String filter, SystemState state) {
        return Interpreter.prepare(checker().check(Parser.parse(filter)), state.fields());
    }

    private static String ourNumbers(String capture, String filter) throws IOException {
        SystemState state = new SystemState(StateLimits.standard());
        Interpreter.Judge judge = judge(filter, state);
        List<Long> numbers = new ArrayList<>();
        OutputFormat.Printer number =
                OutputFormat.parse("%evt.num", checker()).prepare(state.fields());
        replay(
                capture,
                state,
                _ -> {
                    if (judge.holds()) {
                        numbers.add(Long.parseLong(number.print()));
                    }
                });
        return ranges(numbers);
    }

    private static Map<Long, String> ourValues(String capture, String field, String filter)
            throws IOException {
        SystemState state = new SystemState(StateLimits.standard());
        Interpreter.Judge judge = judge(filter, state);
        OutputFormat.Printer number =
                OutputFormat.parse("%evt.num", checker()).prepare(state.fields());
        OutputFormat.Printer value =
                OutputFormat.parse("%" + field, checker()).prepare(state.fields());
        Map<Long, String> values = new TreeMap<>();
        replay(
                capture,
                state,
                _ -> {
                    if (judge.holds()) {
                        values.put(Long.parseLong(number.print()), value.print());
                    }
                });
        return values;
    }

    // ---- sysdig's

    private static boolean isInstalled() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "sysdig")));
    }

    private List<String> sysdig(String capture, String format, String filter) throws Exception {
        Path file = directory.resolve(capture + ".scap");
        if (!Files.exists(file)) {
            try (InputStream in = Captures.open(capture)) {
                Files.copy(in, file);
            }
        }
        Process process =
                new ProcessBuilder(
                                "sysdig",
                                "-r",
                                file.toString(),
                                "-p",
                                format,
                                "(" + filter + ") and " + DELIVERED)
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", filter, output).isZero();
        return output.lines().toList();
    }

    private String sysdigNumbers(String capture, String filter) throws Exception {
        return ranges(sysdig(capture, "%evt.num", filter).stream().map(Long::parseLong).toList());
    }

    private Map<Long, String> sysdigValues(String capture, String field, String filter)
            throws Exception {
        Map<Long, String> values = new TreeMap<>();
        for (String line : sysdig(capture, "*%evt.num|%" + field, filter)) {
            int bar = line.indexOf('|');
            values.put(Long.parseLong(line.substring(0, bar)), line.substring(bar + 1));
        }
        return values;
    }

    // ---- files

    /** Numbers, with those that lie evenly as {@code from-to/step}. */
    private static String ranges(List<Long> numbers) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < numbers.size()) {
            long step = i + 1 < numbers.size() ? numbers.get(i + 1) - numbers.get(i) : 1;
            int j = i;
            while (j + 1 < numbers.size() && numbers.get(j + 1) - numbers.get(j) == step) {
                j++;
            }
            out.append(out.isEmpty() ? "" : " ").append(numbers.get(i));
            if (j > i + 1) {
                out.append('-').append(numbers.get(j));
                out.append(step == 1 ? "" : "/" + step);
            } else {
                j = i;
            }
            i = j + 1;
        }
        return out.toString();
    }

    private static List<String> differences(Map<String, String> golden, Map<String, String> ours) {
        return golden.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(ours.get(entry.getKey())))
                .map(entry ->
                        "\n"
                                + entry.getKey()
                                + "\n  sysdig: "
                                + entry.getValue()
                                + "\n  ours:   "
                                + ours.get(entry.getKey()))
                .toList();
    }

    /** The values where they change; what is long as the beginning of its digest. */
    private static String folded(Map<Long, String> values) {
        StringBuilder out = new StringBuilder().append(values.size());
        String last = null;
        int listed = 0;
        StringBuilder all = new StringBuilder();
        for (Map.Entry<Long, String> entry : values.entrySet()) {
            String value = entry.getValue().strip();
            all.append(entry.getKey()).append('=').append(value).append('\n');
            if (!value.equals(last) && listed < 12) {
                out.append(" | ").append(entry.getKey()).append('=').append(shortened(value));
                listed++;
            }
            last = value;
        }
        return out.append(" | all=").append(digest(all.toString())).toString();
    }

    private static String shortened(String value) {
        return value.length() <= 60 ? value : digest(value);
    }

    private static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "#" + HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = SysdigComparisonTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    /** The last column is the answer, the others are the question. */
    private static Map<String, String> read(String resource) throws IOException {
        if (UPDATE) {
            return parse(Files.readAllLines(source(resource)));
        }
        return parse(lines(resource));
    }

    private static Map<String, String> parse(List<String> lines) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String line : lines) {
            if (!line.startsWith("#")) {
                int tab = line.lastIndexOf('\t');
                map.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return map;
    }

    private static Path source(String resource) {
        return Path.of("src/test/resources/io/pratique/runtime/capture", resource);
    }

    private static void write(String resource, Map<String, String> answers) throws IOException {
        String text =
                answers.entrySet().stream()
                        .map(entry -> entry.getKey() + "\t" + entry.getValue())
                        .collect(Collectors.joining("\n", "# What sysdig 0.29.3 answers.\n", "\n"));
        Files.writeString(source(resource), text);
        assertThat(new TreeSet<>(answers.keySet())).hasSize(answers.size());
    }
}
