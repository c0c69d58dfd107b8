package io.pratique.runtime.sample;

import io.pratique.document.Nearest;
import io.pratique.document.Position;
import io.pratique.document.Source;
import io.pratique.runtime.form.FormProblem;
import io.pratique.runtime.rule.RuleLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads files of samples. They stand beside rule files and have the ending {@code .samples}:
 *
 * <pre>
 * [scene]
 * process 10 /usr/sbin/nginx -- container=web
 *
 * [PQ-0001 fires] a shell with a terminal
 * spawn 50 10 /bin/bash -- tty=34816
 *
 * [PQ-0001 misses] without one
 * spawn 50 10 /bin/bash
 * </pre>
 *
 * The lines of a sample are those of {@link io.pratique.runtime.capture.SampleText}. A scene stands
 * in front of every sample that follows, up to the next scene. A rule without an id is named by its
 * name.
 */
public final class SampleFiles {
    /** The ending of their names. */
    public static final String ENDING = ".samples";

    private static final List<String> WORDS = List.of("fires", "misses");

    private final String file;
    private final List<String> lines;
    private final List<Sample> samples = new ArrayList<>();
    private final List<FormProblem> problems = new ArrayList<>();

    private SampleFiles(String file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /** What was read; a sample with an error is not in the list. */
    public record Result(List<Sample> samples, List<FormProblem> problems) {
        public Result {
            samples = List.copyOf(samples);
            problems = List.copyOf(problems);
        }

        public boolean isSuccessful() {
            return problems.isEmpty();
        }
    }

    /** Reads one file. */
    public static Result read(RuleLoader.Input input) {
        return switch (input) {
            case RuleLoader.Input.Content content -> read(content.source());
            case RuleLoader.Input.NotText notText ->
                    unreadable(input.name(), notText.reason(), notText.hint());
            case RuleLoader.Input.Unreadable unreadable ->
                    unreadable(input.name(), unreadable.reason(), "");
        };
    }

    private static Result unreadable(String name, String reason, String hint) {
        return new Result(
                List.of(),
                List.of(
                        new FormProblem(
                                FormProblem.Code.UNREADABLE,
                                name,
                                new Position(1, 1),
                                "",
                                "",
                                reason,
                                hint)));
    }

    private static Result read(Source source) {
        SampleFiles reader =
                new SampleFiles(source.name(), source.text(0, source.length()).lines().toList());
        reader.read();
        return new Result(reader.samples, reader.problems);
    }

    private void read() {
        int sceneStart = 0;
        int sceneEnd = 0;
        int at = 0;
        while (at < lines.size() && !isHeading(at)) {
            String line = lines.get(at).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                problem(at, line, "it stands in front of the first heading", "Begin with [scene].");
            }
            at++;
        }
        while (at < lines.size()) {
            int end = at + 1;
            while (end < lines.size() && !isHeading(end)) {
                end++;
            }
            String line = lines.get(at).strip();
            int close = line.indexOf(']');
            String inner = close < 0 ? "" : line.substring(1, close).strip();
            if (inner.equals("scene")) {
                sceneStart = at + 1;
                sceneEnd = end;
            } else {
                sample(
                        at,
                        end,
                        inner,
                        close < 0 ? "" : line.substring(close + 1).strip(),
                        sceneStart,
                        sceneEnd);
            }
            at = end;
        }
    }

    private boolean isHeading(int line) {
        return lines.get(line).startsWith("[");
    }

    private void sample(
            int start, int end, String inner, String title, int sceneStart, int sceneEnd) {
        int blank = inner.lastIndexOf(' ');
        String word = inner.substring(blank + 1);
        if (blank <= 0 || !WORDS.contains(word)) {
            problem(
                    start,
                    lines.get(start),
                    "a heading is [scene], [RULE fires] or [RULE misses]",
                    Nearest.hint(word, WORDS));
            return;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < end; i++) {
            boolean belongs = i > start || (i >= sceneStart && i < sceneEnd);
            text.append(belongs ? lines.get(i) : "").append('\n');
        }
        samples.add(
                new Sample(
                        inner.substring(0, blank).strip(),
                        word.equals("fires"),
                        title,
                        text.toString(),
                        file,
                        new Position(start + 1, 1)));
    }

    private void problem(int line, String value, String message, String hint) {
        problems.add(
                new FormProblem(
                        FormProblem.Code.WRONG_VALUE,
                        file,
                        new Position(line + 1, 1),
                        "",
                        value.length() > 60 ? value.substring(0, 57) + "..." : value,
                        message,
                        hint));
    }
}
