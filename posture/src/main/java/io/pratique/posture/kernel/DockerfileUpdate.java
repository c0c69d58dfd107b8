package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.DockerfileView;
import io.pratique.posture.view.ImageView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A package index is refreshed where it is used. CIS Docker 1.6.0 4.7; row 49. */
final class DockerfileUpdate {
    private DockerfileUpdate() {}

    private static final Set<String> MANAGERS =
            Set.of("apt-get", "apt", "apk", "yum", "dnf", "microdnf", "zypper");
    private static final String WANTED = "an install behind the update, in the same RUN";

    static Outcome image(ImageView image, Parameters parameters) {
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
        boolean used = false;
        for (Value line : history.elements()) {
            Value text = line.lenient().get("created_by");
            if (!line.lenient().get("base").isTrue()) {
                used |= run(verdict, "", text, text.text());
            }
        }
        verdict.note("Derived from the image's history.");
        return used
                ? verdict.decide(
                        "Every update is used.", "A package index is refreshed and not used.")
                : Outcome.notApplicable("No RUN uses a package manager.");
    }

    static Outcome file(DockerfileView file, Parameters parameters) {
        if (file.unread().isPresent()) {
            return Outcome.noEvidence(file.unread().get());
        }
        Verdict verdict = new Verdict();
        boolean used = false;
        for (Value instruction : file.instructions("RUN")) {
            StringBuilder text =
                    new StringBuilder(String.join(" ", instruction.get("arguments").texts()));
            for (Value document : instruction.get("heredocs").elements()) {
                text.append('\n').append(document.get("content").text());
            }
            used |=
                    run(
                            verdict,
                            "line " + instruction.get("line").text("?"),
                            instruction.get("arguments"),
                            text.toString());
        }
        return used
                ? verdict.decide(
                        "Every update is used.", "A package index is refreshed and not used.")
                : Outcome.notApplicable("No RUN uses a package manager.");
    }

    /** Judges one RUN; true when it uses a package manager. */
    private static boolean run(Verdict verdict, String part, Value at, String text) {
        boolean used = false;
        boolean updated = false;
        boolean installed = false;
        String manager = "";
        for (String word : words(text)) {
            String name = word.substring(word.lastIndexOf('/') + 1);
            if (MANAGERS.contains(name)) {
                manager = name;
                used = true;
            } else if (isSeparator(word)) {
                manager = "";
            } else if (!manager.isEmpty() && !word.startsWith("-")) {
                boolean update =
                        word.equals("update")
                                || word.equals("refresh")
                                || word.equals("check-update")
                                || word.equals("makecache");
                // yum, dnf and zypper upgrade packages with "update": that uses the index.
                boolean install =
                        word.equals("install")
                                || word.equals("add")
                                || word.endsWith("upgrade")
                                || word.equals("in")
                                || word.equals("build-dep");
                if (update) {
                    updated = true;
                    installed = false;
                }
                installed |= install;
                manager = update || install ? "" : manager;
            }
        }
        if (updated) {
            verdict.check(part, at, installed, WANTED);
        } else if (used) {
            verdict.pass(part, at, "no update", WANTED);
        }
        return used;
    }

    private static boolean isSeparator(String word) {
        return word.equals(";") || word.equals("&&") || word.equals("||") || word.equals("|");
    }

    /** Words and separators of a shell text, quotes not looked at. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            boolean separator =
                    c == ';' || c == '\n' || c == '&' || c == '|' || c == '(' || c == ')';
            if (c == ' ' || c == '\t' || c == '\r' || separator) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                if (separator) {
                    words.add(";");
                }
            } else {
                word.append(c);
            }
        }
        return words;
    }
}
