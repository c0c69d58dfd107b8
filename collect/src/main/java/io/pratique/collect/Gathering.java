package io.pratique.collect;

import io.pratique.collect.docker.DockerApi;
import io.pratique.document.InvalidDocument;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does one step of a collector after the other and notes what became of each. A step that fails
 * leaves a hole and an entry that says so; the others go on.
 */
public final class Gathering {
    /** Something that may fail. */
    @FunctionalInterface
    public interface Step {
        void run() throws IOException;
    }

    private final String subject;
    private final List<Coverage.Entry> entries = new ArrayList<>();

    /**
     * @param subject the id of the subject whose holes are noted
     */
    public Gathering(String subject) {
        this.subject = subject;
    }

    /** What was noted so far, in order. */
    public List<Coverage.Entry> entries() {
        return List.copyOf(entries);
    }

    public void note(Coverage.Entry entry) {
        entries.add(entry);
    }

    /**
     * Does a step.
     *
     * @param source the word for the coverage list
     * @param what the call or path, for people
     * @param hole the JSON pointer into the document of the subject that has no value when the step
     *     fails; empty when there is none
     * @return whether it was done
     */
    public boolean attempt(String source, String what, String hole, Step step) {
        try {
            step.run();
            entries.add(Coverage.Entry.ok(source, what));
            return true;
        } catch (IOException | RuntimeException e) {
            fail(source, what, hole, e);
            return false;
        }
    }

    /** Notes a failure. */
    public void fail(String source, String what, String hole, Exception e) {
        Coverage.Entry entry = entry(source, what, e);
        entries.add(hole.isEmpty() ? entry : entry.in(subject, hole));
    }

    /**
     * What to say of a failure. Messages of parsers may quote what they read, so of those only the
     * place is told.
     */
    public static Coverage.Entry entry(String source, String what, Exception e) {
        if (isDenied(e)) {
            String status = e instanceof DockerApi.Refused refused ? "" + refused.status() : "";
            return Coverage.Entry.denied(
                    source, what + ": " + (status.isEmpty() ? "permission denied" : status));
        }
        return switch (e) {
            case DockerApi.Refused refused ->
                    Coverage.Entry.failed(
                            source,
                            refused.status() == 429
                                    ? Coverage.Reason.THROTTLED
                                    : Coverage.Reason.UNREACHABLE,
                            what + ": " + refused.status());
            case HostFiles.TooLarge _, DockerApi.TooLarge _ ->
                    Coverage.Entry.failed(
                            source, Coverage.Reason.TOO_LARGE, what + ": larger than the limit");
            case InvalidDocument invalid ->
                    Coverage.Entry.failed(
                            source,
                            invalid.code() == InvalidDocument.Code.TOO_LARGE
                                    ? Coverage.Reason.TOO_LARGE
                                    : Coverage.Reason.PARSE_ERROR,
                            what + ":" + invalid.position() + ": " + invalid.code().id());
            case NoSuchFileException _ ->
                    Coverage.Entry.failed(
                            source,
                            Coverage.Reason.NOT_COLLECTED,
                            what + ": there is no such file");
            case ProtocolException _ ->
                    Coverage.Entry.failed(
                            source, Coverage.Reason.PARSE_ERROR, what + ": the answer is no HTTP");
            case IOException io ->
                    Coverage.Entry.failed(
                            source, Coverage.Reason.UNREACHABLE, what + ": " + shown(io));
            default ->
                    Coverage.Entry.failed(
                            source,
                            Coverage.Reason.PARSE_ERROR,
                            what + ": not understood (" + e.getClass().getSimpleName() + ")");
        };
    }

    private static String shown(IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    /** Whether it was for want of rights. */
    public static boolean isDenied(Exception e) {
        return switch (e) {
            case AccessDeniedException _ -> true;
            case FileSystemException file -> saysDenied(file.getReason());
            case DockerApi.Refused refused -> refused.status() == 401 || refused.status() == 403;
            case SocketException socket -> saysDenied(socket.getMessage());
            default -> false;
        };
    }

    private static boolean saysDenied(@Nullable String reason) {
        return reason != null
                && (reason.contains("Permission denied") || reason.contains("not permitted"));
    }
}
