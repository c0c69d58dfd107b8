package io.pratique.collect.aws;

import io.pratique.collect.Collected;
import io.pratique.collect.Coverage;
import io.pratique.collect.Coverage.Reason;
import io.pratique.collect.Redaction;
import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import io.pratique.document.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a folder of saved answers of the AWS CLI ({@code aws ecs describe-services … > any.json})
 * into evidence. An answer is known by its members, not by the name of its file. What the answers
 * point at and none of them holds becomes a subject that is missing, with the call that would
 * supply it; what was never asked for is in the coverage. Immutable.
 */
public final class AwsAnswersCollector {
    private static final int MAX_FILES = 20_000;
    private static final int MAX_DEPTH = 6;

    /** What the CLI prints when the service refuses: people save that, too. */
    private static final Pattern ERROR =
            Pattern.compile(
                    "An error occurred \\(([A-Za-z0-9.]{1,80})\\) when calling the ([A-Za-z0-9]{1,80}) operation");

    private final Redaction redaction;

    public AwsAnswersCollector(Redaction redaction) {
        this.redaction = redaction;
    }

    /**
     * What a folder says.
     *
     * @param collected subjects and coverage
     * @param scope {@code partition}, {@code account} and {@code region}, as far as the ARNs of all
     *     subjects agree
     */
    public record Saved(Collected collected, Map<String, String> scope) {
        public Saved {
            scope = Map.copyOf(scope);
        }
    }

    /**
     * Reads all files below a folder whose names end in {@code .json}, {@code .txt} or {@code
     * .err}.
     */
    public Saved collect(Path folder) {
        Joining joining = new Joining(redaction);
        try (Stream<Path> walk = Files.walk(folder, MAX_DEPTH)) {
            List<Path> files =
                    walk.filter(AwsAnswersCollector::answer)
                            .sorted()
                            .limit(MAX_FILES + 1L)
                            .toList();
            for (Path file : files.subList(0, Math.min(MAX_FILES, files.size()))) {
                file(folder.relativize(file).toString().replace('\\', '/'), file, joining);
            }
            if (files.size() > MAX_FILES) {
                joining.note(
                        Coverage.Entry.failed(
                                "account",
                                Reason.TOO_LARGE,
                                "the folder has more than " + MAX_FILES + " files"));
            }
        } catch (IOException | UncheckedIOException e) {
            joining.note(
                    Coverage.Entry.failed(
                            "account", Reason.UNREACHABLE, "the folder: " + e.getMessage()));
        }
        return joining.join();
    }

    private static boolean answer(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean ending = name.endsWith(".json") || name.endsWith(".txt") || name.endsWith(".err");
        return ending && Files.isRegularFile(file);
    }

    private void file(String name, Path file, Joining joining) {
        try {
            if (Files.size(file) > Source.MAX_BYTES) {
                joining.note(Answers.failed(name, Reason.TOO_LARGE, Files.size(file) + " bytes"));
                return;
            }
            answer(name, Files.readAllBytes(file), joining);
        } catch (AccessDeniedException _) {
            joining.note(Answers.denied(name, "the file may not be read"));
        } catch (IOException e) {
            joining.note(Answers.failed(name, Reason.UNREACHABLE, "the file: " + e.getMessage()));
        }
    }

    /** Reads answers that are in memory already, by their names. */
    public Saved collect(Map<String, byte[]> answers) {
        Joining joining = new Joining(redaction);
        answers.forEach((name, bytes) -> answer(name, bytes, joining));
        return joining.join();
    }

    private void answer(String name, byte[] bytes, Joining joining) {
        String start =
                new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.UTF_8).strip();
        if (!start.startsWith("{")) {
            refused(name, start, joining);
            return;
        }
        try {
            Source source = Source.of(name, bytes);
            Node root =
                    new Documents.Slice(source, 0, source.length(), Documents.Format.JSON)
                            .read()
                            .root();
            joining.add(name, root);
        } catch (InvalidDocument e) {
            joining.note(
                    Answers.failed(
                            name,
                            e.code() == InvalidDocument.Code.TOO_LARGE
                                    ? Reason.TOO_LARGE
                                    : Reason.PARSE_ERROR,
                            name
                                    + ":"
                                    + e.position().line()
                                    + ":"
                                    + e.position().column()
                                    + ": "
                                    + redaction.redact(e.getMessage() + "")));
        }
    }

    private static void refused(String name, String text, Joining joining) {
        Matcher error = ERROR.matcher(text);
        if (!error.find()) {
            if (name.toLowerCase(Locale.ROOT).endsWith(".json")) {
                joining.note(Answers.failed(name, Reason.PARSE_ERROR, "the file holds no answer"));
            }
            return;
        }
        String code = error.group(1);
        String detail = error.group(2) + ": " + code;
        if (code.contains("AccessDenied")
                || code.contains("Unauthorized")
                || code.contains("ExpiredToken")
                || code.contains("InvalidClientTokenId")) {
            joining.note(Answers.denied(name, detail));
        } else {
            boolean throttled = code.contains("Throttl") || code.contains("TooManyRequests");
            joining.note(
                    Answers.failed(
                            name, throttled ? Reason.THROTTLED : Reason.NOT_COLLECTED, detail));
        }
    }
}
