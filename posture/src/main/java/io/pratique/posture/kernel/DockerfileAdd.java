package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.DockerfileView;
import io.pratique.posture.view.ImageView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Files are copied, not added. CIS Docker 1.6.0 4.9; row 39. Lines of the base image are not the
 * owner's to change.
 */
final class DockerfileAdd {
    private DockerfileAdd() {}

    private static final String WANTED = "COPY, or ADD of a local archive";

    static Outcome image(ImageView image, Parameters parameters) {
        if (isForeign(image, parameters)) {
            return Outcome.notApplicable("The image was not built by the organisation.");
        }
        Optional<DockerfileView> file = image.world().dockerfileOf(image);
        if (file.isPresent()) {
            return file(file.get(), parameters);
        }
        Value history = image.doc().get("history");
        if (!history.hasContent()) {
            return Outcome.noEvidence(
                    history.unknown()
                            .orElse(
                                    new Missing(
                                            Reason.NOT_COLLECTED,
                                            "the Dockerfile of " + image.subject().id())));
        }
        Verdict verdict = new Verdict();
        int known = 0;
        for (Value line : history.elements()) {
            Value base = line.lenient().get("base");
            if (base.isTrue()) {
                continue;
            }
            Value text = line.lenient().get("created_by");
            String add = addOf(text.text());
            if (!add.isEmpty() && !base.isFalse()) {
                verdict.unknown(
                        "",
                        text,
                        new Missing(
                                Reason.NOT_COLLECTED,
                                "the base image or the Dockerfile of " + image.subject().id()),
                        WANTED);
                continue;
            }
            known++;
            if (!add.isEmpty()) {
                verdict.check("", text, parameters.flag("allow_archive") && isArchive(add), WANTED);
            }
        }
        if (known == 0 && !verdict.isUnknown()) {
            verdict.pass("", history, "no line above the base image", WANTED);
        } else if (!verdict.failed()) {
            verdict.check("", history, true, WANTED);
        }
        verdict.note("Derived from the image's history.");
        return verdict.decide("No file is added.", "A file is added where it should be copied.");
    }

    static boolean isForeign(ImageView image, Parameters parameters) {
        if (image.doc().lenient().get("built").text().equals("third-party")) {
            return true;
        }
        List<String> own = parameters.texts("own_registries");
        String id = image.subject().id();
        return !own.isEmpty() && own.stream().noneMatch(id::startsWith);
    }

    /** The source of an ADD in a line of history; empty for another instruction. */
    private static String addOf(String line) {
        String text = line.strip();
        int marker = text.indexOf("#(nop) ");
        if (marker >= 0) {
            text = text.substring(marker + 7).strip();
        }
        return text.startsWith("ADD ") ? text.substring(4).strip() : "";
    }

    static Outcome file(DockerfileView file, Parameters parameters) {
        if (file.unread().isPresent()) {
            return Outcome.noEvidence(file.unread().get());
        }
        Verdict verdict = new Verdict();
        List<Value> adds = file.instructions("ADD");
        for (Value add : adds) {
            List<String> words = add.get("arguments").texts();
            List<String> sources = words.size() > 1 ? words.subList(0, words.size() - 1) : words;
            boolean archives = !sources.isEmpty() && parameters.flag("allow_archive");
            for (String source : sources) {
                archives &= isArchive(source);
            }
            verdict.check(
                    "line " + add.get("line").text("?"), add.get("arguments"), archives, WANTED);
        }
        if (adds.isEmpty()) {
            verdict.pass("", file.doc().get("stages"), "no ADD", WANTED);
        }
        return verdict.decide("No file is added.", "A file is added where it should be copied.");
    }

    private static boolean isArchive(String source) {
        String lower = source.toLowerCase(Locale.ROOT);
        if (lower.contains("://") || lower.startsWith("git@")) {
            return false;
        }
        int space = lower.indexOf(' ');
        String path = space < 0 ? lower : lower.substring(0, space);
        for (String ending :
                List.of(
                        ".tar",
                        ".tar.gz",
                        ".tgz",
                        ".tar.bz2",
                        ".tbz2",
                        ".tar.xz",
                        ".txz",
                        ".tar.zst")) {
            if (path.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }
}
