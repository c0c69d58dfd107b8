package io.pratique.runtime.tuning;

import io.pratique.runtime.engine.CompiledRules;
import io.pratique.runtime.engine.Evaluator;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.field.FieldFlag;
import io.pratique.runtime.filter.FieldSource;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.LoadProblem;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.rule.RuleLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes exceptions of detections, and counts what they would have changed. */
public final class Tuning {
    /**
     * Fields that say who did it and to what, the ones that last longest first: an image outlives a
     * container, a program outlives a process.
     */
    private static final List<String> LASTING =
            List.of(
                    "container.image.repository",
                    "k8s.ns.name",
                    "proc.name",
                    "proc.pname",
                    "fd.name",
                    "fd.directory",
                    "proc.exepath",
                    "fd.sport",
                    "user.name");

    private static final int MOST_FIELDS = 3;

    private final RuleLoader loader;

    public Tuning(RuleLoader loader) {
        this.loader = loader;
    }

    /** Events that were stored, to be gone through once. Belongs to one thread. */
    public interface StoredEvents {
        /** The fields of the current event. */
        FieldSource fields();

        /** The number of the current event's type. */
        int eventType();

        /**
         * Goes to the next event.
         *
         * @return false at the end
         */
        boolean next() throws IOException;
    }

    /**
     * What an exception changes.
     *
     * @param events that were judged
     * @param before how often the rule fired without the exception
     * @param after how often it fires with it
     * @param problems why it cannot be loaded; the counts are zero then
     */
    public record Effect(long events, long before, long after, List<LoadProblem> problems) {
        public Effect {
            problems = List.copyOf(problems);
        }

        /** Whether it removes some detections, and not by never loading. */
        public boolean isUseful() {
            return problems.isEmpty() && after < before;
        }

        /** Whether the rule is silent with it: then it is likely too wide. */
        public boolean silencesTheRule() {
            return before > 0 && after == 0;
        }
    }

    /**
     * The exception that a detection suggests: up to three fields that last. Fields that the rule
     * itself looks at or prints come first.
     *
     * @param fields the detection's values, as outputs print them
     * @return empty when the detection has no such field
     */
    public static Optional<ExceptionProposal> propose(
            DetectionRule rule, Map<String, String> fields) {
        List<String> chosen = new ArrayList<>();
        for (boolean own : new boolean[] {true, false}) {
            for (String field : LASTING) {
                String value = fields.get(field);
                boolean isOwn = rule.conditionText().contains(field);
                if (value != null
                        && !value.isEmpty()
                        && !value.equals("<NA>")
                        && isOwn == own
                        && !chosen.contains(field)
                        && chosen.size() < MOST_FIELDS
                        && isComparable(field)) {
                    chosen.add(field);
                }
            }
        }
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        String name = "tuned_" + String.join("_", chosen).replace('.', '_');
        return Optional.of(
                new ExceptionProposal(
                        rule.name(),
                        free(name, rule),
                        chosen,
                        chosen.stream().map(field -> fields.getOrDefault(field, "")).toList()));
    }

    private static String free(String name, DetectionRule rule) {
        String free = name;
        for (int i = 2; rule.exceptionNames().contains(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    private static boolean isComparable(String field) {
        return FieldCatalogue.standard()
                .field(field)
                .filter(known -> !known.has(FieldFlag.PRINT_ONLY) && !known.has(FieldFlag.LIST))
                .isPresent();
    }

    /**
     * Goes through stored events with a rule as it is, and with an exception.
     *
     * @param files that define the rule, in load order
     * @param exception a rule file that changes it
     * @throws IOException when the events cannot be read
     * @throws IllegalArgumentException when the files have no such rule
     */
    public Effect check(
            List<? extends RuleLoader.Input> files,
            String exception,
            String rule,
            StoredEvents events)
            throws IOException {
        List<RuleLoader.Input> both = new ArrayList<>(files);
        both.add(RuleLoader.Input.of("exception.yaml", exception.getBytes(StandardCharsets.UTF_8)));
        RuleFiles before = loader.load(files);
        RuleFiles after = loader.load(both);
        DetectionRule old =
                before.rule(rule)
                        .orElseThrow(() ->
                                new IllegalArgumentException("there is no rule '" + rule + "'"));
        List<LoadProblem> errors = after.results().getLast().errors();
        Optional<DetectionRule> changed = after.rule(rule);
        if (!errors.isEmpty() || changed.isEmpty()) {
            List<LoadProblem> all =
                    errors.isEmpty()
                            ? after.results().stream().flatMap(r -> r.errors().stream()).toList()
                            : errors;
            return new Effect(0, 0, 0, all);
        }
        Evaluator without = CompiledRules.compile(List.of(old)).evaluator(events.fields());
        Evaluator with = CompiledRules.compile(List.of(changed.get())).evaluator(events.fields());
        int[] into = new int[1];
        long count = 0;
        long fired = 0;
        long stillFires = 0;
        while (events.next()) {
            count++;
            fired += without.matches(events.eventType(), into);
            stillFires += with.matches(events.eventType(), into);
        }
        return new Effect(count, fired, stillFires, List.of());
    }
}
