package io.pratique.runtime.lint;

import io.pratique.document.Position;
import io.pratique.runtime.engine.Conditions;
import io.pratique.runtime.field.Constant;
import io.pratique.runtime.field.FieldRead;
import io.pratique.runtime.filter.Expression;
import io.pratique.runtime.filter.Filter;
import io.pratique.runtime.form.Form;
import io.pratique.runtime.form.InvalidForm;
import io.pratique.runtime.language.Condition;
import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.language.Operator;
import io.pratique.runtime.language.Parser;
import io.pratique.runtime.rule.DetectionRule;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.rule.RuleLoader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for rules that cannot fire, fire for nearly everything, cost more than they need to, or
 * depend on the order of files in a way that is easy to miss.
 */
public final class Linter {
    private static final int MANY_EVENT_TYPES = 100;

    private final List<LintFinding> findings = new ArrayList<>();

    private Linter() {}

    /**
     * Looks at files that were loaded.
     *
     * @param inputs in their load order
     * @param files what the loader made of them
     */
    public static List<LintFinding> lint(List<? extends RuleLoader.Input> inputs, RuleFiles files) {
        Linter linter = new Linter();
        linter.definitions(inputs);
        Conditions conditions = new Conditions();
        List<Conditions.Handle> handles = new ArrayList<>();
        for (DetectionRule rule : files.rules()) {
            linter.rule(rule);
            handles.add(conditions.of(rule.filter()));
        }
        linter.compare(files.rules(), conditions, handles);
        return List.copyOf(linter.findings);
    }

    private void add(LintFinding.Code code, DetectionRule rule, String message, String hint) {
        findings.add(
                new LintFinding(code, rule.name(), rule.file(), rule.position(), message, hint));
    }

    private void rule(DetectionRule rule) {
        boolean isNever = rule.eventTypes().isEmpty() || !Satisfiability.isPossible(rule.filter());
        if (isNever) {
            add(
                    LintFinding.Code.NEVER_FIRES,
                    rule,
                    rule.eventTypes().isEmpty()
                            ? "no event type can satisfy the condition"
                            : "the condition contradicts itself",
                    "Look for parts joined by 'and' that exclude each other.");
        }
        breadth(rule);
        costs(rule);
        parts(rule.filter(), rule, new HashSet<>());
    }

    private void breadth(DetectionRule rule) {
        List<Filter> all = conjuncts(rule.filter());
        if (all.stream().allMatch(Linter::isNegative)) {
            add(
                    LintFinding.Code.TOO_BROAD,
                    rule,
                    "the condition says only what must not be",
                    "Say which events it is about, such as evt.type = execve.");
        } else if (rule.eventTypes().size() > MANY_EVENT_TYPES) {
            add(
                    LintFinding.Code.TOO_BROAD,
                    rule,
                    "the rule is tried on " + rule.eventTypes().size() + " types of events",
                    "Say which events it is about, such as evt.type = execve.");
        }
    }

    private static boolean isNegative(Filter filter) {
        return filter instanceof Filter.Negation
                || (filter instanceof Filter.Compare compare
                        && compare.operator() == Operator.NOT_EQUAL);
    }

    private static List<Filter> conjuncts(Filter filter) {
        List<Filter> all = new ArrayList<>();
        conjuncts(filter, all);
        return all;
    }

    private static void conjuncts(Filter filter, List<Filter> into) {
        if (filter instanceof Filter.All all) {
            for (Filter part : all.filters()) {
                conjuncts(part, into);
            }
        } else {
            into.add(filter);
        }
    }

    /** Only the first part that is costly and stands before a cheap one is told. */
    private void costs(DetectionRule rule) {
        List<Filter> all = conjuncts(rule.filter());
        for (int i = 0; i < all.size() - 1; i++) {
            if (all.get(i) instanceof Filter.Check costly && isCostly(costly)) {
                for (int k = i + 1; k < all.size(); k++) {
                    if (all.get(k) instanceof Filter.Check cheap && isCheap(cheap)) {
                        add(
                                LintFinding.Code.COSTLY_FIRST,
                                rule,
                                "the costly check of "
                                        + name(costly.left())
                                        + " stands before the cheap one of "
                                        + name(cheap.left()),
                                "Put cheap checks first: Falco judges from left to right (this"
                                        + " engine orders them itself).");
                        return;
                    }
                }
            }
        }
    }

    private static boolean isCostly(Filter.Check check) {
        Optional<Operator> operator = operator(check);
        return operator.isPresent()
                && switch (operator.get()) {
                    case REGEX, GLOB, IGLOB, CONTAINS, ICONTAINS, BCONTAINS -> true;
                    case LESS_OR_EQUAL,
                            LESS,
                            GREATER_OR_EQUAL,
                            GREATER,
                            EQUAL,
                            NOT_EQUAL,
                            STARTSWITH,
                            BSTARTSWITH,
                            ENDSWITH,
                            INTERSECTS,
                            IN,
                            PMATCH ->
                            false;
                };
    }

    private static boolean isCheap(Filter.Check check) {
        return check.left() instanceof Expression.Read
                && check.left().many() == FieldRead.Many.ONE
                && !isCostly(check)
                && !(check instanceof Filter.CompareWith)
                && !(check instanceof Filter.Below);
    }

    private static Optional<Operator> operator(Filter.Check check) {
        return switch (check) {
            case Filter.Compare compare -> Optional.of(compare.operator());
            case Filter.Quantified quantified -> Optional.of(quantified.operator());
            case Filter.CompareWith with -> Optional.of(with.operator());
            case Filter.Exists _, Filter.Member _, Filter.Below _ -> Optional.empty();
        };
    }

    private static String name(Expression expression) {
        return expression instanceof Expression.Read read ? read.field().text() : "a function";
    }

    private void parts(Filter filter, DetectionRule rule, Set<Filter> seen) {
        switch (filter) {
            case Filter.All all -> {
                for (Filter part : all.filters()) {
                    parts(part, rule, seen);
                }
            }
            case Filter.Any any -> {
                differences(any, rule);
                for (Filter part : any.filters()) {
                    parts(part, rule, seen);
                }
            }
            case Filter.Negation negation -> parts(negation.filter(), rule, seen);
            case Filter.Check check -> {
                if (check instanceof Filter.Compare compare && seen.add(compare)) {
                    pattern(compare, rule);
                }
            }
        }
    }

    /** {@code x != a or x != b} holds for whatever has a value. */
    private void differences(Filter.Any any, DetectionRule rule) {
        Map<Expression, Constant> different = new HashMap<>();
        for (Filter part : any.filters()) {
            if (part instanceof Filter.Compare compare
                    && compare.operator() == Operator.NOT_EQUAL
                    && compare.left().many() == FieldRead.Many.ONE) {
                Constant before = different.putIfAbsent(compare.left(), compare.right());
                if (before != null && !before.equals(compare.right())) {
                    add(
                            LintFinding.Code.ALWAYS_HOLDS,
                            rule,
                            "'"
                                    + name(compare.left())
                                    + " != … or "
                                    + name(compare.left())
                                    + " != …' holds for every value",
                            "Write not "
                                    + name(compare.left())
                                    + " in (…), or join the parts with 'and'.");
                    return;
                }
            }
        }
    }

    private void pattern(Filter.Compare compare, DetectionRule rule) {
        if (!(compare.right() instanceof Constant.Text constant)) {
            return;
        }
        Optional<String> plain =
                switch (compare.operator()) {
                    case REGEX -> PlainPatterns.ofRegex(constant.bytes().text());
                    case GLOB -> PlainPatterns.ofGlob(constant.bytes().text());
                    case LESS_OR_EQUAL,
                            LESS,
                            GREATER_OR_EQUAL,
                            GREATER,
                            EQUAL,
                            NOT_EQUAL,
                            IGLOB,
                            CONTAINS,
                            ICONTAINS,
                            BCONTAINS,
                            STARTSWITH,
                            BSTARTSWITH,
                            ENDSWITH,
                            INTERSECTS,
                            IN,
                            PMATCH ->
                            Optional.empty();
                };
        plain.ifPresent(text ->
                add(
                        LintFinding.Code.PLAIN_PATTERN,
                        rule,
                        "the pattern '" + constant.bytes().text() + "' needs no pattern",
                        "Write " + name(compare.left()) + " " + text + "."));
    }

    private void compare(
            List<DetectionRule> rules, Conditions conditions, List<Conditions.Handle> handles) {
        for (int i = 0; i < rules.size(); i++) {
            DetectionRule rule = rules.get(i);
            Conditions.Handle own = handles.get(i);
            if (!rule.enabled() || conditions.isNever(own)) {
                continue;
            }
            for (int k = 0; k < rules.size(); k++) {
                DetectionRule other = rules.get(k);
                Conditions.Handle theirs = handles.get(k);
                if (i == k || !other.enabled()) {
                    continue;
                }
                if (own.equals(theirs)) {
                    if (k < i) {
                        add(
                                LintFinding.Code.SAME_CONDITION,
                                rule,
                                "the condition is that of '" + other.name() + "'",
                                "With Falco's first match only the first of them fires; remove"
                                        + " one.");
                    }
                } else if (conditions.covers(theirs, own)) {
                    add(
                            LintFinding.Code.COVERED,
                            rule,
                            "'" + other.name() + "' fires whenever this rule does",
                            "Except this rule's events from the other one if two detections are"
                                    + " too many"
                                    + (k < i
                                            ? "; with Falco's first match this rule never fires."
                                            : "."));
                }
            }
        }
    }

    // Definitions as they are written: the loader has put them together already.

    private record Definition(String condition, String file) {}

    private void definitions(List<? extends RuleLoader.Input> inputs) {
        Map<String, Definition> known = new HashMap<>();
        for (RuleLoader.Input input : inputs) {
            Form.read(input, _ -> {}, form -> definition(form, known));
        }
    }

    private void definition(Form form, Map<String, Definition> known) {
        String kind = form.has("rule") ? "rule" : "macro";
        if (!form.has(kind) || !form.has("condition")) {
            return;
        }
        String name;
        String condition;
        boolean appends;
        try {
            name = form.text(kind);
            condition = form.text("condition");
            Optional<Form> override = form.optionalForm("override");
            appends =
                    form.flag("append", false)
                            || (override.isPresent()
                                    && override.get()
                                            .optionalText("condition")
                                            .equals(Optional.of("append")));
            if (override.isPresent() && !appends) {
                known.put(kind + " " + name, new Definition(condition, form.file()));
                return;
            }
        } catch (InvalidForm _) {
            // The loader has said so.
            return;
        }
        String key = kind + " " + name;
        Definition before = known.get(key);
        if (appends && before != null) {
            append(form, name, before.condition(), condition);
            known.put(key, new Definition(before.condition() + " " + condition, form.file()));
            return;
        }
        if (before != null) {
            findings.add(
                    new LintFinding(
                            LintFinding.Code.REDEFINED,
                            name,
                            form.file(),
                            form.position(),
                            "the "
                                    + kind
                                    + " replaces the one of "
                                    + before.file()
                                    + ": what is used depends on the order of files",
                            "Write override: {condition: replace} to say that it is meant."));
        }
        known.put(key, new Definition(condition, form.file()));
    }

    private void append(Form form, String name, String before, String added) {
        String word = added.strip().split("\\s|\\(", 2)[0];
        boolean isOr = word.equals("or");
        if (!isOr && !word.equals("and")) {
            return;
        }
        Condition base;
        try {
            base = Parser.parse(before);
        } catch (InvalidCondition _) {
            return;
        }
        String message =
                switch (base) {
                    case Condition.And _ when isOr ->
                            "what is appended holds without the conditions before it: it reads"
                                    + " ("
                                    + shorten(before)
                                    + ") or …";
                    case Condition.Or _ when !isOr ->
                            "what is appended binds to the last alternative only: it reads … or"
                                    + " (… and …)";
                    case Condition.And _,
                            Condition.Or _,
                            Condition.Not _,
                            Condition.Macro _,
                            Condition.Exists _,
                            Condition.Compare _ ->
                            "";
                };
        if (!message.isEmpty()) {
            Position position = form.position();
            findings.add(
                    new LintFinding(
                            LintFinding.Code.APPEND_PRECEDENCE,
                            name,
                            form.file(),
                            position,
                            message,
                            "Override the condition with parentheses, or use an exception or a"
                                    + " macro."));
        }
    }

    private static String shorten(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > 60 ? line.substring(0, 57) + "..." : line;
    }
}
