package io.pratique.benchmarks;

import com.sun.management.ThreadMXBean;
import io.pratique.runtime.capture.RawEvent;
import io.pratique.runtime.capture.ScapReader;
import io.pratique.runtime.engine.CompiledRules;
import io.pratique.runtime.engine.Detector;
import io.pratique.runtime.language.ConditionText;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.rule.RuleLoader;
import io.pratique.runtime.state.StateLimits;
import io.pratique.runtime.state.SystemState;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * How many events of a capture one thread reads, keeps the state of and judges in a second, with
 * and without rules; how long rules take to load; what is allocated.
 *
 * <p>Arguments: a capture, the least number of events (the capture's are repeated behind what it
 * says of the system), a rule file, and a folder to write the repeated capture and the rules'
 * filters to, for comparison with another program.
 */
public final class DetectionFigures {
    private static final int ROUNDS = 7;

    private DetectionFigures() {}

    /** Runs and prints a table. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        Parts capture = Parts.of(plain(Path.of(arguments[0])));
        int repeats = Math.ceilDiv(Integer.parseInt(arguments[1]), capture.count());
        Path file = Path.of(arguments[2]);
        List<RuleLoader.Input> files =
                List.of(RuleLoader.Input.of(file.toString(), Files.readAllBytes(file)));
        List<DetectionRule> rules = load(files).rules();
        export(Path.of(arguments[3]), capture, repeats, rules);
        CompiledRules compiled = CompiledRules.compile(rules);
        out.printf("rules: %d, %s%n", rules.size(), compiled.size());
        CompiledRules none = CompiledRules.compile(List.of());
        for (int round = 0; round < ROUNDS; round++) {
            run(out, "no rules", capture, repeats, none);
            run(out, "rules   ", capture, repeats, compiled);
        }
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            RuleFiles loaded = load(files);
            long read = System.nanoTime();
            CompiledRules fresh = CompiledRules.compile(loaded.rules());
            long made = System.nanoTime();
            fresh.evaluator(new SystemState(StateLimits.standard()).fields());
            long bound = System.nanoTime();
            out.printf(
                    "reload: read %.1f ms, compile %.1f ms, bind %.1f ms%n",
                    (read - start) / 1e6, (made - read) / 1e6, (bound - made) / 1e6);
        }
    }

    /** Writes one filter a line, for each rule that is on. */
    private static void export(Path folder, Parts capture, int repeats, List<DetectionRule> rules)
            throws IOException {
        try (OutputStream repeated =
                new BufferedOutputStream(Files.newOutputStream(folder.resolve("repeated.scap")))) {
            repeated.write(capture.head());
            for (int i = 0; i < repeats; i++) {
                repeated.write(capture.events());
            }
        }
        List<String> filters = new ArrayList<>();
        for (DetectionRule rule : rules) {
            if (rule.enabled()) {
                filters.add(ConditionText.of(rule.condition()).replace('\n', ' '));
            }
        }
        Files.write(folder.resolve("filters.txt"), filters);
    }

    /** A capture's blocks: what was there before, and the events, which are what is repeated. */
    @SuppressWarnings("ArrayRecordComponent") // Neither compared nor printed.
    private record Parts(byte[] head, byte[] events, int count) {
        private static final Set<Integer> EVENTS = Set.of(0x204, 0x208, 0x216, 0x217, 0x221, 0x222);

        static Parts of(byte[] capture) {
            ByteBuffer blocks = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            ByteArrayOutputStream events = new ByteArrayOutputStream();
            int count = 0;
            int at = 0;
            while (at + 8 <= capture.length) {
                int length = blocks.getInt(at + 4);
                boolean isEvent = EVENTS.contains(blocks.getInt(at));
                (isEvent ? events : head).write(capture, at, length);
                count += isEvent ? 1 : 0;
                at += length;
            }
            return new Parts(head.toByteArray(), events.toByteArray(), count);
        }
    }

    private static RuleFiles load(List<RuleLoader.Input> files) {
        return new RuleLoader(LoadOptions.standard()).load(files);
    }

    private static byte[] plain(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        boolean isPacked = bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        if (!isPacked) {
            return bytes;
        }
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        try (InputStream in =
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            in.transferTo(unpacked);
        }
        return unpacked.toByteArray();
    }

    private static void run(
            PrintStream out, String name, Parts capture, int repeats, CompiledRules rules)
            throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        InputStream joined =
                new SequenceInputStream(
                        new ByteArrayInputStream(capture.head()),
                        new SequenceInputStream(
                                Collections.enumeration(
                                        Collections.nCopies(repeats, capture.events()).stream()
                                                .<InputStream>map(ByteArrayInputStream::new)
                                                .toList())));
        SystemState state = new SystemState(StateLimits.standard());
        Detector detector = new Detector(rules, state.fields(), _ -> {});
        try (ScapReader reader = ScapReader.of(joined)) {
            RawEvent event = reader.event();
            long thread = Thread.currentThread().threadId();
            long allocated = threads.getThreadAllocatedBytes(thread);
            long cpu = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            while (reader.next(state)) {
                state.apply(event);
                detector.judge(event.type().number());
            }
            long wall = System.nanoTime() - start;
            long used = threads.getCurrentThreadCpuTime() - cpu;
            long bytes = threads.getThreadAllocatedBytes(thread) - allocated;
            // Enter events are read and joined with the exit events that are judged.
            double records = (double) repeats * capture.count();
            out.printf(
                    "%s: %,.0f records, %,d events, %,d detections; M records/s: %.2f wall, %.2f"
                            + " CPU; M events/s: %.2f wall, %.2f CPU; %.3f bytes an event%n",
                    name,
                    records,
                    detector.events(),
                    detector.detections(),
                    records * 1e3 / wall,
                    records * 1e3 / used,
                    detector.events() * 1e3 / wall,
                    detector.events() * 1e3 / used,
                    (double) bytes / detector.events());
        }
    }
}
