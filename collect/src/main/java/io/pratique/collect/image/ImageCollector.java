package io.pratique.collect.image;

import io.pratique.collect.Collected;
import io.pratique.collect.Coverage;
import io.pratique.collect.Evidence;
import io.pratique.collect.Facts;
import io.pratique.collect.Redaction;
import io.pratique.collect.Value;
import io.pratique.document.Node;
import io.pratique.images.ArchiveProblem;
import io.pratique.images.Image;
import io.pratique.images.ImageArchive;
import io.pratique.images.ImageArchiveReader;
import io.pratique.images.ImageFile;
import io.pratique.images.ImageUser;
import io.pratique.images.InvalidArchive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes evidence of image archives; the form stands in docs/evidence.md. Not for several threads.
 */
public final class ImageCollector {
    private static final String CONFIG = "image-config";
    private static final String LAYERS = "image-layers";

    private final ImageArchiveReader reader;
    private final Redaction redaction;

    public ImageCollector(ImageArchiveReader reader, Redaction redaction) {
        this.reader = reader;
        this.redaction = redaction;
    }

    /**
     * Reads all images of an archive.
     *
     * @param shown the path as reports shall show it
     */
    public Collected collect(Path path, String shown) {
        return evidence(reader.read(path), shown);
    }

    /** Makes evidence of an archive that was read. */
    public Collected evidence(ImageArchive archive, String shown) {
        List<Evidence.Subject> subjects = new ArrayList<>();
        List<Coverage.Entry> coverage = new ArrayList<>();
        for (ArchiveProblem problem : archive.problems()) {
            coverage.add(entry(CONFIG, "", shown, problem));
        }
        for (Image image : archive.images()) {
            subjects.add(subject(image, shown));
            for (ArchiveProblem problem : image.problems()) {
                coverage.add(entry(LAYERS, id(image, shown), shown, problem));
            }
            if (image.problems().isEmpty()) {
                coverage.add(Coverage.Entry.ok(LAYERS, id(image, shown)));
            }
        }
        if (archive.images().isEmpty() && archive.problems().isEmpty()) {
            coverage.add(
                    Coverage.Entry.failed(
                            CONFIG, Coverage.Reason.NOT_COLLECTED, shown + " holds no image"));
        }
        return new Collected(subjects, coverage);
    }

    private static Coverage.Entry entry(
            String source, String subject, String shown, ArchiveProblem problem) {
        boolean denied = problem.code() == InvalidArchive.Code.ACCESS_DENIED;
        return new Coverage.Entry(
                source,
                denied ? Coverage.Status.DENIED : Coverage.Status.FAILED,
                Optional.of(reason(problem.code())),
                shown + ": " + problem.place() + ": " + problem.detail(),
                subject,
                subject.isEmpty() ? "" : "/files");
    }

    private static Coverage.Reason reason(InvalidArchive.Code code) {
        return switch (code) {
            case TOO_LARGE -> Coverage.Reason.TOO_LARGE;
            case UNSUPPORTED_FORMAT -> Coverage.Reason.UNSUPPORTED_FORMAT;
            case PARSE_ERROR -> Coverage.Reason.PARSE_ERROR;
            case NOT_COLLECTED -> Coverage.Reason.NOT_COLLECTED;
            case UNREACHABLE -> Coverage.Reason.UNREACHABLE;
            case ACCESS_DENIED -> Coverage.Reason.ACCESS_DENIED;
        };
    }

    private static String id(Image image, String shown) {
        return shown + "@" + (image.digest().isEmpty() ? image.configDigest() : image.digest());
    }

    private Evidence.Subject subject(Image image, String shown) {
        Facts doc = new Facts().put("mediaType", image.mediaType());
        if (!image.os().isEmpty()) {
            doc.put("os", image.os());
        }
        if (!image.architecture().isEmpty()) {
            doc.put("architecture", image.architecture());
        }
        doc.put("configDigest", image.configDigest());
        doc.put(
                "config",
                image.configuration().present("config").map(Value::of).orElse(Value.EMPTY));
        // A build without history says nothing about how it was made: that is a hole, not a list.
        image.configuration()
                .present("history")
                .ifPresent(history -> doc.put("history", history(history)));
        doc.put("files", files(image));
        image.files().users().ifPresent(users -> doc.put("users", users(users)));
        image.files().groups().ifPresent(groups -> doc.put("groups", users(groups)));
        // Not "passwordless": redaction takes what a word like that names for a secret.
        image.files().users().ifPresent(users -> doc.put("openAccounts", openAccounts(users)));
        // Signatures stand in registries, not in archives.
        doc.put("signaturesRead", false);
        Redaction.Redacted redacted = redaction.redact(doc.done());
        return new Evidence.Subject(
                "image",
                id(image, shown),
                Map.of("references", image.names()),
                Value.EMPTY,
                Value.EMPTY,
                new Evidence.Doc(
                        redacted.fields(),
                        image.files().complete() ? List.of() : List.of("/users", "/groups"),
                        redacted.pointers()),
                Optional.of(new Evidence.Location(shown, 1)));
    }

    /** Lines of a history hold variables with their values: they go like those of the config. */
    private Value history(Node history) {
        List<Value> lines = new ArrayList<>();
        for (Node line : history.elements()) {
            Map<String, Value> members = new LinkedHashMap<>();
            line.members()
                    .forEach(member -> {
                        boolean text =
                                member.getKey().equals("created_by") && member.getValue().isText();
                        members.put(
                                member.getKey(),
                                text
                                        ? Value.of(createdBy(member.getValue().text()))
                                        : Value.of(member.getValue()));
                    });
            lines.add(new Value.Fields(members));
        }
        return new Value.Items(lines);
    }

    /**
     * {@code ENV NAME=value}, {@code ARG NAME=value}, with or without {@code #(nop)}, and the
     * arguments of a build in front of a RUN: {@code |1 NAME=value /bin/sh -c …}.
     */
    private String createdBy(String text) {
        String nop = "#(nop)";
        int mark = text.indexOf(nop);
        int start = mark < 0 ? 0 : mark + nop.length();
        while (start < text.length() && text.charAt(start) == ' ') {
            start++;
        }
        boolean variable = text.startsWith("ENV ", start) || text.startsWith("ARG ", start);
        if (variable) {
            return text.substring(0, start + 4) + pairs(text.substring(start + 4));
        }
        String run = text.startsWith("RUN ", start) ? text.substring(start + 4) : text;
        if (run.startsWith("|")) {
            int space = run.indexOf(' ');
            int shell = run.indexOf(" /bin/", Math.max(0, space));
            if (space > 0) {
                String head = text.substring(0, text.length() - run.length() + space + 1);
                int end = shell < 0 ? run.length() : shell;
                return head
                        + pairs(run.substring(space + 1, Math.max(space + 1, end)))
                        + run.substring(end);
            }
        }
        return text;
    }

    /** The values may have blanks and are not quoted: each goes up to the next NAME=. */
    private String pairs(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            int space = text.indexOf(' ');
            boolean old = space > 0;
            return old
                    ? redaction.variable(text.substring(0, space) + "=" + text.substring(space + 1))
                    : text;
        }
        StringBuilder out = new StringBuilder();
        String name = text.substring(0, equals);
        String rest = text.substring(equals + 1);
        while (true) {
            int next = nextName(rest);
            String value = next < 0 ? rest : rest.substring(0, next).stripTrailing();
            out.append(name).append('=').append(redaction.variable(name, value));
            if (next < 0) {
                return out.toString();
            }
            int sign = rest.indexOf('=', next);
            name = rest.substring(next, sign);
            rest = rest.substring(sign + 1);
            out.append(' ');
        }
    }

    /** Where the next {@code NAME=} begins, behind a blank; -1 when none does. */
    private static int nextName(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i - 1) != ' ') {
                continue;
            }
            int end = i;
            while (end < text.length()
                    && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
                end++;
            }
            if (end > i && end < text.length() && text.charAt(end) == '=') {
                return i;
            }
        }
        return -1;
    }

    private static Value files(Image image) {
        List<Value> setuid = new ArrayList<>();
        List<Value> capabilities = new ArrayList<>();
        for (ImageFile file : image.files().special()) {
            boolean bits = (file.mode() & 06000) != 0;
            (bits ? setuid : capabilities).add(file(file).done());
        }
        List<Value> secrets = new ArrayList<>();
        for (ImageFile file : image.files().secrets()) {
            secrets.add(file(file).put("detectors", Value.ofTexts(file.secrets())).done());
        }
        return new Facts()
                .put("complete", image.files().complete())
                .put("setuid", new Value.Items(setuid))
                .put("capabilities", new Value.Items(capabilities))
                // "found" and not "secrets": the values below are no secrets.
                .put("found", new Value.Items(secrets))
                .done();
    }

    private static Facts file(ImageFile file) {
        return new Facts()
                .put("path", file.path())
                .put("mode", "%04o".formatted(file.mode()))
                .put("uid", file.uid())
                .put("gid", file.gid())
                .put("layer", file.layer());
    }

    private static Value users(List<ImageUser> users) {
        Map<String, Value> ids = new LinkedHashMap<>();
        // The first line of a name is the one that a runtime takes.
        users.forEach(user -> ids.putIfAbsent(user.name(), Value.of(user.id())));
        return new Value.Fields(ids);
    }

    private static Value openAccounts(List<ImageUser> users) {
        return Value.ofTexts(
                users.stream().filter(ImageUser::passwordless).map(ImageUser::name).toList());
    }
}
