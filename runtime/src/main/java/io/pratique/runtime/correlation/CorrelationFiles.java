package io.pratique.runtime.correlation;

import io.pratique.document.Nearest;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.filter.FilterChecker;
import io.pratique.runtime.form.Form;
import io.pratique.runtime.form.FormProblem;
import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.output.OutputFormat;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.Priority;
import io.pratique.runtime.rule.RuleLoader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads correlations in Sigma's form, and suppressions beside them. A document that is wrong does
 * not keep the others from being used.
 *
 * <p>Two things differ from Sigma: without {@code generate} the detections that are counted are
 * told too, since a correlation must not silence a rule by accident; and {@code field} may stand
 * beside {@code condition} as well as in it.
 */
public final class CorrelationFiles {
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST = 30L * 24 * 60 * 60 * SECOND;
    private static final long GREATEST = 100_000;
    private static final List<String> TOP_KEYS =
            List.of(
                    "title",
                    "name",
                    "id",
                    "description",
                    "status",
                    "author",
                    "date",
                    "modified",
                    "references",
                    "license",
                    "tags",
                    "fields",
                    "falsepositives",
                    "level",
                    "generate",
                    "correlation",
                    "suppression");
    private static final List<String> KEYS =
            List.of(
                    "type",
                    "rules",
                    "group-by",
                    "aliases",
                    "timespan",
                    "condition",
                    "field",
                    "generate");
    private static final List<String> SUPPRESSION_KEYS =
            List.of("rules", "where", "group-by", "pass", "timespan", "until", "owner", "reason");
    private static final List<String> COMPARISONS = List.of("gt", "gte", "lt", "lte", "eq");

    private final FilterChecker checker =
            new FilterChecker(FieldCatalogue.standard(), EventTable.standard());
    private final Set<String> known = new LinkedHashSet<>();
    private final List<FormProblem> problems = new ArrayList<>();
    private final Map<String, CorrelationRule> correlations = new LinkedHashMap<>();
    private final Map<String, CorrelationRule> byReference = new HashMap<>();
    private final List<Suppression> suppressions = new ArrayList<>();

    /**
     * What was read.
     *
     * @param correlations those without an error; each stands behind those that it refers to
     * @param suppressions in the order of the files: the first that fits decides
     */
    public record Result(
            List<CorrelationRule> correlations,
            List<Suppression> suppressions,
            List<FormProblem> problems) {
        public Result {
            correlations = List.copyOf(correlations);
            suppressions = List.copyOf(suppressions);
            problems = List.copyOf(problems);
        }

        public boolean isSuccessful() {
            return problems.stream().noneMatch(problem -> problem.code().isError());
        }
    }

    private CorrelationFiles(List<DetectionRule> rules) {
        for (DetectionRule rule : rules) {
            known.add(rule.name());
            if (!rule.id().isEmpty()) {
                known.add(rule.id());
            }
        }
    }

    /**
     * Reads files.
     *
     * @param rules that correlations may refer to
     */
    public static Result read(List<? extends RuleLoader.Input> files, List<DetectionRule> rules) {
        CorrelationFiles reader = new CorrelationFiles(rules);
        for (RuleLoader.Input file : files) {
            Form.read(file, reader.problems::add, reader::item);
        }
        List<CorrelationRule> ordered = reader.inOrder();
        reader.requireSuppressed();
        return new Result(ordered, reader.suppressions, reader.problems);
    }

    private void item(Form form) {
        form.requireKeys(TOP_KEYS, problems::add);
        if (form.has("correlation")) {
            correlation(form, form.form("correlation"));
        } else if (form.has("suppression")) {
            suppression(form, form.form("suppression"));
        } else {
            throw form.invalid(
                    FormProblem.Code.MISSING_KEY,
                    "correlation",
                    "the document has neither 'correlation' nor 'suppression'",
                    form.has("detection")
                            ? "Sigma's detections are not read here; write the rule in Falco's form."
                            : "");
        }
    }

    private void correlation(Form top, Form form) {
        form.requireKeys(KEYS, problems::add);
        CorrelationRule.Type type = type(form);
        List<String> rules = form.texts("rules");
        if (rules.isEmpty()) {
            throw form.invalid(
                    FormProblem.Code.MISSING_KEY, "rules", "the list of rules is empty", "");
        }
        if (type != CorrelationRule.Type.TEMPORAL_ORDERED
                && new HashSet<>(rules).size() < rules.size()) {
            throw form.invalid(
                    FormProblem.Code.DUPLICATE, "rules", "a rule stands in the list twice", "");
        }
        boolean isOrdered = type == CorrelationRule.Type.TEMPORAL_ORDERED;
        if ((isOrdered || type == CorrelationRule.Type.TEMPORAL) && rules.size() < 2) {
            throw form.invalid(
                    FormProblem.Code.WRONG_VALUE,
                    "rules",
                    type.word() + " needs at least two rules",
                    "To count one rule use event_count.");
        }
        Map<String, Map<String, String>> aliases = aliases(form, rules);
        CorrelationRule rule =
                new CorrelationRule(
                        top.text("title"),
                        top.optionalText("name").orElseGet(() -> top.text("title")),
                        top.optionalText("id").orElse(""),
                        top.textOrEmpty("description"),
                        level(top),
                        new TreeSet<>(top.texts("tags")),
                        type,
                        rules,
                        form.texts("group-by"),
                        aliases,
                        timespan(form),
                        threshold(form, type, rules.size()),
                        field(form, type),
                        form.has("generate")
                                ? form.flag("generate", true)
                                : top.flag("generate", true),
                        top.file(),
                        top.position());
        requireFields(form, rule);
        for (String reference : List.of(rule.name(), rule.id())) {
            if (!reference.isEmpty()
                    && (known.contains(reference) || byReference.containsKey(reference))) {
                throw top.invalid(
                        FormProblem.Code.DUPLICATE,
                        reference.equals(rule.id()) ? "id" : "name",
                        "there is a rule '" + reference + "' already",
                        "Give it another name.");
            }
        }
        correlations.put(rule.name(), rule);
        byReference.put(rule.name(), rule);
        if (!rule.id().isEmpty()) {
            byReference.put(rule.id(), rule);
        }
    }

    private static CorrelationRule.Type type(Form form) {
        List<String> words = new ArrayList<>();
        for (CorrelationRule.Type type : CorrelationRule.Type.values()) {
            words.add(type.word());
        }
        return CorrelationRule.Type.values()[words.indexOf(form.word("type", words))];
    }

    private static Priority level(Form top) {
        Optional<String> level = top.optionalText("level");
        if (level.isEmpty()) {
            return Priority.WARNING;
        }
        return switch (level.get()) {
            case "low" -> Priority.NOTICE;
            case "medium" -> Priority.WARNING;
            case "high" -> Priority.ERROR;
            default ->
                    Priority.of(level.get())
                            .orElseThrow(() ->
                                    top.invalid(
                                            FormProblem.Code.WRONG_VALUE,
                                            "level",
                                            "'" + level.get() + "' is no level",
                                            "Write informational, low, medium, high or critical."));
        };
    }

    private static Map<String, Map<String, String>> aliases(Form form, List<String> rules) {
        Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
        form.optionalForm("aliases")
                .ifPresent(all -> {
                    for (String alias : all.keys()) {
                        Map<String, String> byRule = all.textMap(alias);
                        for (String rule : byRule.keySet()) {
                            if (!rules.contains(rule)) {
                                throw all.invalid(
                                        FormProblem.Code.UNKNOWN_NAME,
                                        alias,
                                        "the alias names '" + rule + "', which is not in rules",
                                        Nearest.hint(rule, rules));
                            }
                        }
                        aliases.put(alias, byRule);
                    }
                });
        return aliases;
    }

    /** A whole number and a letter: 90s, 5m, 2h, 1d. */
    private static long timespan(Form form) {
        String text = form.text("timespan");
        String digits = text.substring(0, text.length() - 1);
        long unit =
                switch (text.charAt(text.length() - 1)) {
                    case 's' -> SECOND;
                    case 'm' -> 60 * SECOND;
                    case 'h' -> 3_600 * SECOND;
                    case 'd' -> 86_400 * SECOND;
                    default -> 0;
                };
        boolean isNumber =
                !digits.isEmpty()
                        && digits.length() <= 9
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (unit == 0 || !isNumber) {
            throw form.invalid(
                    FormProblem.Code.WRONG_VALUE,
                    "timespan",
                    "'" + text + "' is no timespan",
                    "Write a whole number and s, m, h or d, such as 5m.");
        }
        long count = Long.parseLong(digits);
        if (count == 0 || count > LONGEST / unit) {
            throw form.invalid(
                    FormProblem.Code.WRONG_VALUE,
                    "timespan",
                    "the timespan must be from 1s to 30d",
                    "");
        }
        return count * unit;
    }

    private static Threshold threshold(Form form, CorrelationRule.Type type, int rules) {
        boolean isOrdered = type == CorrelationRule.Type.TEMPORAL_ORDERED;
        boolean isTemporal = isOrdered || type == CorrelationRule.Type.TEMPORAL;
        if (!form.has("condition")) {
            if (isTemporal) {
                return new Threshold(rules, OptionalLong.empty());
            }
            throw form.invalid(
                    FormProblem.Code.MISSING_KEY,
                    "condition",
                    "the key 'condition' is missing",
                    "Write condition: {gte: 10}.");
        }
        if (isOrdered) {
            throw form.invalid(
                    FormProblem.Code.WRONG_VALUE,
                    "condition",
                    "temporal_ordered wants all rules in their order and takes no condition",
                    "Remove it.");
        }
        Form condition = form.form("condition");
        long least = 0;
        long most = Long.MAX_VALUE;
        boolean any = false;
        for (String key : condition.keys()) {
            if (key.equals("field")) {
                continue;
            }
            if (!COMPARISONS.contains(key)) {
                throw condition.invalid(
                        FormProblem.Code.WRONG_VALUE,
                        key,
                        "'" + key + "' is no comparison",
                        "Write gt, gte, lt, lte or eq.");
            }
            any = true;
            long number = condition.number(key, 0, GREATEST);
            switch (key) {
                case "gt" -> least = Math.max(least, number + 1);
                case "gte" -> least = Math.max(least, number);
                case "lt" -> most = Math.min(most, number - 1);
                case "lte" -> most = Math.min(most, number);
                default -> {
                    least = Math.max(least, number);
                    most = Math.min(most, number);
                }
            }
        }
        if (!any || (least == 0 && most == Long.MAX_VALUE)) {
            throw form.invalid(
                    FormProblem.Code.WRONG_VALUE,
                    "condition",
                    any ? "every count is at least 0" : "the condition compares with nothing",
                    "Write condition: {gte: 10}.");
        }
        if (least > most || most < 1) {
            throw form.invalid(
                    FormProblem.Code.WRONG_VALUE,
                    "condition",
                    "no count that is seen satisfies it: a window begins with one event",
                    "");
        }
        if (isTemporal && least > rules) {
            throw form.invalid(
                    FormProblem.Code.WRONG_VALUE,
                    "condition",
                    "the condition wants " + least + " rules, and there are " + rules,
                    "");
        }
        return new Threshold(
                least, most == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(most));
    }

    private static String field(Form form, CorrelationRule.Type type) {
        Optional<String> inCondition =
                form.has("condition")
                        ? form.form("condition").optionalText("field")
                        : Optional.empty();
        Optional<String> field = inCondition.or(() -> form.optionalText("field"));
        if (type == CorrelationRule.Type.VALUE_COUNT) {
            return field.orElseThrow(() ->
                    form.invalid(
                            FormProblem.Code.MISSING_KEY,
                            "condition",
                            "value_count needs the field whose values it counts",
                            "Write condition: {field: fd.name, gte: 10}."));
        }
        if (field.isPresent()) {
            throw form.invalid(
                    FormProblem.Code.WRONG_VALUE,
                    form.has("field") ? "field" : "condition",
                    type.word() + " counts no field",
                    "Use value_count.");
        }
        return "";
    }

    /**
     * Fields of detection rules must be in the catalogue, those of correlations in their groups.
     */
    private void requireFields(Form form, CorrelationRule rule) {
        List<String> names = new ArrayList<>(rule.groupBy());
        if (!rule.field().isEmpty()) {
            names.add(rule.field());
        }
        for (String reference : rule.rules()) {
            CorrelationRule other = byReference.get(reference);
            for (String name : names) {
                String field = rule.fieldOf(name, reference);
                String key = rule.groupBy().contains(name) ? "group-by" : "condition";
                if (other != null && !other.groupBy().contains(field)) {
                    throw form.invalid(
                            FormProblem.Code.UNKNOWN_NAME,
                            key,
                            "the correlation '" + reference + "' has no '" + field + "'",
                            "It has what it is grouped by: " + other.groupBy() + ".");
                }
                if (other == null && known.contains(reference)) {
                    requireField(form, key, field);
                }
            }
        }
    }

    /** A field that can be printed: its text is what is compared. */
    private void requireField(Form form, String key, String field) {
        try {
            List<OutputFormat.Part> parts = OutputFormat.parse("%" + field, checker).parts();
            if (parts.size() == 1 && parts.getFirst() instanceof OutputFormat.Part.Token) {
                return;
            }
        } catch (InvalidCondition e) {
            throw form.invalid(FormProblem.Code.UNKNOWN_NAME, key, e.getMessage(), e.hint());
        }
        throw form.invalid(
                FormProblem.Code.UNKNOWN_NAME,
                key,
                "'" + field + "' is no field",
                Nearest.hint(
                        field,
                        FieldCatalogue.standard().fields().stream().map(f -> f.name()).toList()));
    }

    private void suppression(Form top, Form form) {
        form.requireKeys(SUPPRESSION_KEYS, problems::add);
        Map<String, String> where = form.textMap("where");
        List<String> groupBy = form.texts("group-by");
        requireCatalogue(form, "where", where.keySet());
        requireCatalogue(form, "group-by", groupBy);
        List<String> rules = form.texts("rules");
        if (rules.isEmpty() && where.isEmpty()) {
            throw form.invalid(
                    FormProblem.Code.MISSING_KEY,
                    "rules",
                    "the suppression would fit every detection",
                    "Name rules, or values under 'where'.");
        }
        suppressions.add(
                new Suppression(
                        top.text("title"),
                        rules,
                        where,
                        groupBy,
                        form.has("pass") ? form.number("pass", 0, GREATEST) : 1,
                        timespan(form),
                        until(form),
                        form.textOrEmpty("owner"),
                        form.textOrEmpty("reason"),
                        top.file(),
                        form.position()));
    }

    private void requireCatalogue(Form form, String key, Iterable<String> fields) {
        for (String field : fields) {
            requireField(form, key, field);
        }
    }

    private static OptionalLong until(Form form) {
        Optional<String> text = form.optionalText("until");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            Instant instant = OffsetDateTime.parse(text.get()).toInstant();
            return OptionalLong.of(
                    Math.addExact(
                            Math.multiplyExact(instant.getEpochSecond(), SECOND),
                            instant.getNano()));
        } catch (DateTimeException | ArithmeticException _) {
            throw form.invalid(
                    FormProblem.Code.WRONG_VALUE,
                    "until",
                    "'" + text.get() + "' is no time",
                    "Write it as 2026-12-31T00:00:00Z.");
        }
    }

    /**
     * Rules that a suppression names and nobody knows are odd, and no reason to tell everything.
     */
    private void requireSuppressed() {
        for (Suppression suppression : suppressions) {
            for (String reference : suppression.rules()) {
                if (!known.contains(reference) && !byReference.containsKey(reference)) {
                    problems.add(
                            new FormProblem(
                                    FormProblem.Code.UNKNOWN_REFERENCE,
                                    suppression.file(),
                                    suppression.position(),
                                    "suppression.rules",
                                    reference,
                                    "there is no rule '" + reference + "'",
                                    Nearest.hint(reference, known)));
                }
            }
        }
    }

    /** Puts each correlation behind those it refers to; what cannot be used is left out. */
    private List<CorrelationRule> inOrder() {
        List<CorrelationRule> ordered = new ArrayList<>();
        Map<String, Boolean> usable = new HashMap<>();
        for (CorrelationRule rule : correlations.values()) {
            visit(rule, usable, new LinkedHashSet<>(), ordered);
        }
        return ordered;
    }

    private boolean visit(
            CorrelationRule rule,
            Map<String, Boolean> usable,
            Set<String> path,
            List<CorrelationRule> ordered) {
        Boolean before = usable.get(rule.name());
        if (before != null) {
            return before;
        }
        if (!path.add(rule.name())) {
            report(
                    rule,
                    FormProblem.Code.CIRCLE,
                    "the correlation refers to itself: " + String.join(" -> ", path),
                    "");
            usable.put(rule.name(), false);
            return false;
        }
        boolean good = true;
        for (String reference : rule.rules()) {
            CorrelationRule other = byReference.get(reference);
            if (other != null) {
                if (!visit(other, usable, path, ordered)) {
                    good = false;
                }
            } else if (!known.contains(reference)) {
                Set<String> names = new LinkedHashSet<>(known);
                names.addAll(byReference.keySet());
                report(
                        rule,
                        FormProblem.Code.UNKNOWN_NAME,
                        "there is no rule '" + reference + "'",
                        Nearest.hint(reference, names));
                good = false;
            }
        }
        path.remove(rule.name());
        // A circle was reported at the rule that closes it.
        Boolean meanwhile = usable.putIfAbsent(rule.name(), good);
        boolean result = meanwhile == null ? good : meanwhile;
        if (result) {
            ordered.add(rule);
        }
        return result;
    }

    private void report(CorrelationRule rule, FormProblem.Code code, String message, String hint) {
        problems.add(
                new FormProblem(
                        code,
                        rule.file(),
                        rule.position(),
                        "correlation.rules",
                        rule.name(),
                        message,
                        hint));
    }
}
