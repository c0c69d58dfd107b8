package io.pratique.cli.fix;

import io.pratique.document.Changes;
import io.pratique.document.Document;
import io.pratique.document.InvalidDocument;
import io.pratique.document.NotEditable;
import io.pratique.document.Source;
import io.pratique.document.SourceEditor;
import io.pratique.document.TextEdit;
import io.pratique.model.Container;
import io.pratique.model.SecurityContext;
import io.pratique.model.Setting;
import io.pratique.model.Workload;
import io.pratique.policy.Decision;
import io.pratique.policy.Violation;
import io.pratique.policy.fix.Patch;
import io.pratique.policy.rule.Fix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Mends the violations of a source in its text, all together.
 *
 * <p>Nothing is believed: the changed text is read and judged again, and a change that did not take
 * its violation away, or gave rise to another, is not made.
 */
public final class FileFixer {
    /** Judges a source. */
    public interface Judge {
        /** Every workload that can be judged, in their order. */
        List<Judged> judge(Source source);
    }

    /** A workload and what was decided on it. */
    public record Judged(Workload workload, Decision decision) {}

    /**
     * @param workload the number of its workload in the source
     */
    private record Candidate(
            int workload,
            Judged judged,
            Violation violation,
            Patch patch,
            List<Changes.Change> changes) {
        /** What tells violations apart before and after, without the indexes that may move. */
        String key() {
            return FileFixer.key(violation);
        }

        NotFixed notFixed(String why) {
            return new NotFixed(judged.workload(), violation, patch, why);
        }
    }

    private static String key(Violation violation) {
        return violation.policy() + '\0' + violation.rule() + '\0' + violation.container();
    }

    private final Judge judge;

    public FileFixer(Judge judge) {
        this.judge = judge;
    }

    /** Mends what can be mended without a guess. */
    public FixedFile fix(Source source) {
        List<Judged> before = judge.judge(source);
        List<NotFixed> notFixed = new ArrayList<>();
        List<Candidate> candidates = candidates(before, notFixed);
        while (!candidates.isEmpty()) {
            Editing editing = new Editing(source, notFixed);
            editing.all(candidates);
            List<TextEdit> edits = editing.edits();
            if (edits.isEmpty()) {
                break;
            }
            Map<Candidate, String> useless = useless(source, edits, before, editing.accepted);
            if (useless.isEmpty()) {
                notFixed.sort(Comparator.comparingInt(one -> one.violation().location().line()));
                return new FixedFile(
                        source,
                        edits,
                        editing.accepted.stream().map(Candidate::violation).toList(),
                        notFixed);
            }
            useless.forEach((one, why) -> notFixed.add(one.notFixed(why)));
            candidates = new ArrayList<>(editing.accepted);
            candidates.removeAll(useless.keySet());
        }
        notFixed.sort(Comparator.comparingInt(one -> one.violation().location().line()));
        return new FixedFile(source, List.of(), List.of(), notFixed);
    }

    private static List<Candidate> candidates(List<Judged> judged, List<NotFixed> notFixed) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < judged.size(); i++) {
            Judged one = judged.get(i);
            for (Violation violation : one.decision().violations()) {
                Patch patch = Patch.of(one.workload(), violation);
                Document document = one.workload().origin().document().orElse(null);
                if (patch.isEmpty() || document == null) {
                    notFixed.add(
                            new NotFixed(
                                    one.workload(),
                                    violation,
                                    Patch.none(),
                                    reason(one, violation)));
                } else {
                    candidates.add(
                            new Candidate(
                                    i,
                                    one,
                                    violation,
                                    patch,
                                    PatchChanges.of(document, one.workload(), patch)));
                }
            }
        }
        return candidates;
    }

    private static String reason(Judged judged, Violation violation) {
        if (violation.fix() instanceof Fix.Manual) {
            return "what is right here is for a person to say";
        }
        return judged.workload().origin().editable()
                ? "something else stands where the value would be written"
                : "the file was made by a program: change what it was made from";
    }

    /**
     * Finds the edits of all documents; whatever cannot be edited is left out, and why is noted.
     */
    private static final class Editing {
        private final SourceEditor editor;
        private final List<NotFixed> notFixed;
        private final List<Candidate> accepted = new ArrayList<>();
        private final List<TextEdit> edits = new ArrayList<>();

        Editing(Source source, List<NotFixed> notFixed) {
            this.editor = new SourceEditor(source);
            this.notFixed = notFixed;
        }

        List<TextEdit> edits() {
            edits.sort(Comparator.comparingInt(TextEdit::start));
            return edits;
        }

        void all(List<Candidate> candidates) {
            IdentityHashMap<Document, List<Candidate>> byDocument = new IdentityHashMap<>();
            List<Document> order = new ArrayList<>();
            for (Candidate candidate : candidates) {
                Document document = candidate.judged().workload().origin().document().orElseThrow();
                byDocument
                        .computeIfAbsent(
                                document,
                                one -> {
                                    order.add(one);
                                    return new ArrayList<>();
                                })
                        .add(candidate);
            }
            for (Document document : order) {
                List<Candidate> good = new ArrayList<>();
                List<TextEdit> best =
                        solve(
                                document,
                                byDocument.getOrDefault(document, List.of()),
                                good,
                                List.of());
                accepted.addAll(good);
                edits.addAll(best);
            }
        }

        /**
         * The edits for candidates beside those that are good already. What cannot be done together
         * is tried in halves, so that one odd place does not keep the others from being mended.
         */
        private List<TextEdit> solve(
                Document document,
                List<Candidate> batch,
                List<Candidate> good,
                List<TextEdit> goodEdits) {
            if (batch.isEmpty()) {
                return goodEdits;
            }
            Changes changes = new Changes();
            good.forEach(one -> changes.add(one.changes()));
            List<Candidate> agreeing = new ArrayList<>();
            for (Candidate candidate : batch) {
                if (changes.add(candidate.changes())) {
                    agreeing.add(candidate);
                } else {
                    notFixed.add(
                            candidate.notFixed("it contradicts another fix of the same place"));
                }
            }
            if (agreeing.isEmpty()) {
                return goodEdits;
            }
            try {
                List<TextEdit> found = editor.edits(document, changes);
                good.addAll(agreeing);
                return found;
            } catch (NotEditable e) {
                if (agreeing.size() == 1) {
                    notFixed.add(agreeing.getFirst().notFixed(e.getMessage()));
                    return goodEdits;
                }
                int half = agreeing.size() / 2;
                List<TextEdit> first = solve(document, agreeing.subList(0, half), good, goodEdits);
                return solve(document, agreeing.subList(half, agreeing.size()), good, first);
            }
        }
    }

    /**
     * The candidates that do not do what they are for, and why: found by judging what they make.
     */
    private Map<Candidate, String> useless(
            Source source, List<TextEdit> edits, List<Judged> before, List<Candidate> accepted) {
        Map<Candidate, String> useless = new LinkedHashMap<>();
        List<Judged> after;
        try {
            after = judge.judge(Source.of(source.name(), SourceEditor.apply(source, edits)));
        } catch (InvalidDocument _) {
            after = List.of();
        }
        if (after.size() != before.size()) {
            accepted.forEach(one -> useless.put(one, "the changed file could not be judged"));
            return useless;
        }
        Map<Integer, List<Candidate>> byWorkload = new HashMap<>();
        accepted.forEach(
                one -> byWorkload.computeIfAbsent(one.workload(), _ -> new ArrayList<>()).add(one));
        for (Map.Entry<Integer, List<Candidate>> entry : byWorkload.entrySet()) {
            compare(
                    before.get(entry.getKey()).decision(),
                    after.get(entry.getKey()),
                    entry.getValue(),
                    useless);
        }
        return useless;
    }

    private static void compare(
            Decision before,
            Judged after,
            List<Candidate> candidates,
            Map<Candidate, String> useless) {
        for (Container container : after.workload().containers()) {
            if (isRefused(container.security())) {
                candidates.stream()
                        .filter(one -> one.violation().type().equals("allowPrivilegeEscalation"))
                        .filter(one -> one.violation().container().equals(container.name()))
                        .forEach(one ->
                                useless.put(
                                        one,
                                        "Kubernetes refuses it for a container that is privileged"));
            }
        }
        Map<String, Integer> allowed = counts(before);
        candidates.forEach(one -> allowed.merge(one.key(), -1, Integer::sum));
        for (Map.Entry<String, Integer> left : counts(after.decision()).entrySet()) {
            if (left.getValue() > allowed.getOrDefault(left.getKey(), 0)) {
                List<Candidate> same =
                        candidates.stream().filter(one -> one.key().equals(left.getKey())).toList();
                // A violation that is new may come of any of them.
                (same.isEmpty() ? candidates : same)
                        .forEach(one ->
                                useless.putIfAbsent(one, "a rule would be violated nevertheless"));
            }
        }
        if (after.decision().unjudged().size() > before.unjudged().size()) {
            candidates.forEach(
                    one -> useless.putIfAbsent(one, "what is known now would not be known"));
        }
    }

    /**
     * What the API server refuses though each value is right by itself (validation of
     * SecurityContext in Kubernetes).
     */
    private static boolean isRefused(SecurityContext security) {
        return security.allowPrivilegeEscalation() instanceof Setting.Of<Boolean>(Boolean escalates)
                && !escalates
                && (security.privileged().equals(Setting.of(true))
                        || security.capabilitiesAdded().or(List.of()).contains("CAP_SYS_ADMIN"));
    }

    private static Map<String, Integer> counts(Decision decision) {
        Map<String, Integer> counts = new HashMap<>();
        decision.violations().forEach(one -> counts.merge(key(one), 1, Integer::sum));
        return counts;
    }
}
