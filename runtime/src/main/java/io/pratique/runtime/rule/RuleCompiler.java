package io.pratique.runtime.rule;

import io.pratique.document.Nearest;
import io.pratique.runtime.event.EventSet;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.filter.EventTypes;
import io.pratique.runtime.filter.Filter;
import io.pratique.runtime.filter.FilterChecker;
import io.pratique.runtime.language.Condition;
import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.language.Operand;
import io.pratique.runtime.language.Operator;
import io.pratique.runtime.language.Parser;
import io.pratique.runtime.language.Place;
import io.pratique.runtime.output.OutputFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes rules of {@link Drafts}: lists and macros are put in, conditions and outputs checked. */
final class RuleCompiler {
    /** A condition with more checks than this, macros put in, is refused. */
    private static final int MAX_CHECKS = 100_000;

    private static final int MANY_EVENT_TYPES = 100;
    private static final String CONTAINER_INFO = "%container.info";
    private static final Set<String> GONE_FIELDS =
            Set.of(
                    "evt.dir",
                    "evt.latency",
                    "evt.latency.s",
                    "evt.latency.ns",
                    "evt.latency.human",
                    "evt.wait_latency");

    private final LoadOptions options;
    private final Drafts drafts;
    private final Problems problems;
    private final ExceptionRules exceptionRules;
    private final FieldCatalogue catalogue;
    private final EventTable events;

    private final Map<String, List<Drafts.Item>> lists = new LinkedHashMap<>();

    /** The texts that places in syntax trees refer to, with the context to report in. */
    private final List<Origin> origins = new ArrayList<>();

    /** Macros as read; absent when they could not be. */
    private final Map<String, Condition> parsed = new HashMap<>();

    private final Map<String, Condition> resolved = new HashMap<>();
    private final Set<String> broken = new HashSet<>();

    private record Origin(PlacedText text, Context context) {}

    RuleCompiler(
            LoadOptions options,
            Drafts drafts,
            Problems problems,
            ExceptionRules exceptionRules,
            FieldCatalogue catalogue,
            EventTable events) {
        this.options = options;
        this.drafts = drafts;
        this.problems = problems;
        this.exceptionRules = exceptionRules;
        this.catalogue = catalogue;
        this.events = events;
    }

    RuleFiles compile() {
        resolveLists();
        for (Drafts.MacroDraft macro : drafts.macros.values()) {
            parse(macro.condition, macro.conditionContext)
                    .ifPresentOrElse(
                            condition -> parsed.put(macro.name, condition),
                            () -> broken.add(macro.name));
        }
        for (Drafts.MacroDraft macro : drafts.macros.values()) {
            resolveMacro(macro);
        }
        List<DetectionRule> rules = new ArrayList<>();
        for (Drafts.RuleDraft rule : drafts.rules.values()) {
            if (!rule.unknownSource && rule.priority.isAtLeast(options.leastPriority())) {
                rule(rule).ifPresent(rules::add);
            }
        }
        warnOfUnused();
        return new RuleFiles(rules, namedLists(), namedMacros(), problems.results());
    }

    /** Items that name an earlier list become its items; one level deep, as in Falco. */
    private void resolveLists() {
        List<Drafts.ListDraft> used = new ArrayList<>();
        for (Drafts.ListDraft list : drafts.lists.values()) {
            List<Drafts.Item> items = new ArrayList<>();
            for (Drafts.Item item : list.items) {
                Drafts.ListDraft named = drafts.lists.get(item.text());
                if (named != null && named.index < list.visibility) {
                    used.add(named);
                    items.addAll(named.items);
                } else {
                    items.add(item);
                }
            }
            lists.put(list.name, items);
        }
        used.forEach(list -> list.used = true);
    }

    private Optional<Condition> parse(PlacedText condition, Context context) {
        PlacedText text = condition;
        for (Drafts.ListDraft list : drafts.lists.values()) {
            text = ListSubstitution.apply(text, list, lists.getOrDefault(list.name, List.of()));
        }
        if (text.length() > ListSubstitution.MAX_LENGTH) {
            problems.add(
                    context.problem(
                            LoadCode.COMPILE_CONDITION,
                            "with its lists put in, the condition has more than "
                                    + ListSubstitution.MAX_LENGTH
                                    + " characters",
                            ""));
            return Optional.empty();
        }
        int number = origins.size();
        origins.add(new Origin(text, context));
        try {
            return Optional.of(Parser.parse(text.text(), number, Parser.RULE_DEPTH));
        } catch (InvalidCondition e) {
            problems.add(problem(LoadCode.COMPILE_CONDITION, e));
            return Optional.empty();
        }
    }

    private LoadProblem problem(LoadCode code, InvalidCondition e) {
        return problem(code, e.place(), e.getMessage(), e.hint());
    }

    private LoadProblem problem(LoadCode code, Place place, String message, String hint) {
        Origin origin = origins.get(place.text());
        return origin.context().at(origin.text(), place.index()).problem(code, message, hint);
    }

    /** The condition of a macro with the macros in it put in; null when there is none. */
    private @Nullable Condition resolveMacro(Drafts.MacroDraft macro) {
        Condition known = resolved.get(macro.name);
        if (known != null || broken.contains(macro.name)) {
            return known;
        }
        Condition condition = parsed.get(macro.name);
        if (condition == null) {
            return null;
        }
        List<String> path = new ArrayList<>();
        path.add(macro.name);
        try {
            Condition whole = new Macros(macro.visibility, path).put(condition);
            requireSize(whole, macro.conditionContext);
            resolved.put(macro.name, whole);
            return whole;
        } catch (InvalidItem e) {
            problems.add(e.problem());
        }
        broken.add(macro.name);
        return null;
    }

    /**
     * Puts macros in the place of their names. A part without macros stays the same object: sharing
     * is told by identity, and comparing trees would cost more than it saves.
     */
    @SuppressWarnings("ReferenceEquality")
    private final class Macros {
        private final int visibility;
        private final List<String> path;

        Macros(int visibility, List<String> path) {
            this.visibility = visibility;
            this.path = path;
        }

        Condition put(Condition condition) {
            return switch (condition) {
                case Condition.And and -> {
                    List<Condition> parts = putAll(and.conditions());
                    yield parts == null ? and : new Condition.And(and.place(), parts);
                }
                case Condition.Or or -> {
                    List<Condition> parts = putAll(or.conditions());
                    yield parts == null ? or : new Condition.Or(or.place(), parts);
                }
                case Condition.Not not -> {
                    Condition inner = put(not.condition());
                    yield inner == not.condition() ? not : new Condition.Not(not.place(), inner);
                }
                case Condition.Macro macro -> macro(macro);
                case Condition.Exists exists -> exists;
                case Condition.Compare compare -> compare;
            };
        }

        /** The parts with macros put in, or null when there were none. */
        private @Nullable List<Condition> putAll(List<Condition> parts) {
            List<Condition> changed = new ArrayList<>();
            boolean any = false;
            for (Condition part : parts) {
                Condition whole = put(part);
                any |= whole != part;
                changed.add(whole);
            }
            return any ? changed : null;
        }

        private Condition macro(Condition.Macro reference) {
            Drafts.MacroDraft macro = drafts.macros.get(reference.name());
            if (macro == null || macro.index >= visibility) {
                throw invalid(
                        reference,
                        "Undefined macro '" + reference.name() + "' used in filter",
                        macro == null
                                ? Nearest.hint(reference.name(), drafts.macros.keySet())
                                : "It is defined further down; move it up.");
            }
            macro.used = true;
            if (path.contains(macro.name)) {
                throw invalid(reference, "reference loop in macro '" + macro.name + "'", "");
            }
            Condition known = resolved.get(macro.name);
            if (known != null) {
                return known;
            }
            Condition condition = parsed.get(macro.name);
            if (condition == null || broken.contains(macro.name)) {
                throw invalid(
                        reference,
                        "The macro '" + macro.name + "' has an error",
                        "See the error that is reported for it.");
            }
            path.add(macro.name);
            if (path.size() > Parser.RULE_DEPTH) {
                throw invalid(reference, "macros are nested too deep", "");
            }
            Condition whole = new Macros(macro.visibility, path).put(condition);
            path.removeLast();
            return whole;
        }

        private InvalidItem invalid(Condition.Macro reference, String message, String hint) {
            return new InvalidItem(problem(LoadCode.VALIDATE, reference.place(), message, hint));
        }
    }

    /** Macros that name others twice grow fast; parts are shared, so they are counted, not made. */
    private void requireSize(Condition condition, Context context) {
        Size size = size(condition, new IdentityHashMap<>());
        if (size.checks() > MAX_CHECKS || size.depth() > Parser.RULE_DEPTH) {
            throw new InvalidItem(
                    context.problem(
                            LoadCode.COMPILE_CONDITION,
                            size.checks() > MAX_CHECKS
                                    ? "with its macros put in, the condition has more than "
                                            + MAX_CHECKS
                                            + " checks"
                                    : "with its macros put in, the condition is nested more than "
                                            + Parser.RULE_DEPTH
                                            + " deep",
                            ""));
        }
    }

    private record Size(long checks, int depth) {}

    private static Size size(Condition condition, IdentityHashMap<Condition, Size> known) {
        Size before = known.get(condition);
        if (before != null) {
            return before;
        }
        List<Condition> parts =
                switch (condition) {
                    case Condition.And and -> and.conditions();
                    case Condition.Or or -> or.conditions();
                    case Condition.Not not -> List.of(not.condition());
                    case Condition.Macro _, Condition.Exists _, Condition.Compare _ -> List.of();
                };
        long checks = parts.isEmpty() ? 1 : 0;
        int depth = 0;
        for (Condition part : parts) {
            Size size = size(part, known);
            checks = Math.min(checks + size.checks(), MAX_CHECKS + 1L);
            depth = Math.max(depth, size.depth());
        }
        Size size = new Size(checks, depth + 1);
        known.put(condition, size);
        return size;
    }

    private Optional<DetectionRule> rule(Drafts.RuleDraft rule) {
        try {
            Optional<OutputFormat> output = output(rule);
            Optional<DetectionRule> compiled = condition(rule, output);
            return output.isEmpty() ? Optional.empty() : compiled;
        } catch (InvalidItem e) {
            problems.add(e.problem());
            return Optional.empty();
        }
    }

    private Optional<DetectionRule> condition(
            Drafts.RuleDraft rule, Optional<OutputFormat> output) {
        PlacedText text = exceptionRules.apply(rule);
        Optional<Condition> syntax = parse(text, rule.conditionContext);
        if (syntax.isEmpty()) {
            return Optional.empty();
        }
        Condition condition = new Macros(Integer.MAX_VALUE, new ArrayList<>()).put(syntax.get());
        requireSize(condition, rule.conditionContext);
        warnOfFields(condition, rule);
        FilterChecker checker = new FilterChecker(catalogue, events);
        Filter filter;
        EventSet types;
        try {
            filter = checker.check(condition);
            types = new EventTypes(events).of(condition);
        } catch (InvalidCondition e) {
            boolean isSkipped = e.isUnknownName() && rule.skipIfUnknown;
            problems.add(
                    problem(isSkipped ? LoadCode.UNKNOWN_FILTER : LoadCode.COMPILE_CONDITION, e));
            return Optional.empty();
        }
        for (FilterChecker.Warning warning : checker.warnings()) {
            problems.add(
                    problem(LoadCode.CONDITION_WARNING, warning.place(), warning.message(), ""));
        }
        if ((types.isEmpty() || types.size() > MANY_EVENT_TYPES) && rule.warnEventTypes) {
            problems.add(
                    rule.context.problem(
                            LoadCode.NO_EVTTYPE,
                            types.isEmpty()
                                    ? "Rule matches no evt.type value: it can never fire"
                                    : "Rule matches too many evt.type values. This has a significant"
                                            + " performance penalty.",
                            "Add a check of evt.type to the condition, or warn_evttypes: false."));
        }
        if (output.isEmpty()) {
            return Optional.empty();
        }
        LoadLocation location = last(rule.context);
        return Optional.of(
                new DetectionRule(
                        rule.name,
                        rule.id,
                        rule.description,
                        location.file(),
                        location.position(),
                        text.text(),
                        condition,
                        filter,
                        types,
                        output.get(),
                        rule.priority,
                        rule.source,
                        rule.enabled,
                        rule.tags,
                        rule.exceptions.stream().map(e -> e.name).toList(),
                        rule.capture,
                        rule.captureDuration,
                        rule.action,
                        userFields(rule, output.get()),
                        rule.extra));
    }

    private static LoadLocation last(Context context) {
        return context.problem(LoadCode.VALIDATE, "", "").locations().getLast();
    }

    private Optional<OutputFormat> output(Drafts.RuleDraft rule) {
        PlacedText text = rule.output;
        int info = text.text().indexOf(CONTAINER_INFO);
        if (info >= 0) {
            problems.add(
                    rule.context.problem(
                            LoadCode.DEPRECATED_ITEM,
                            "%container.info is deprecated",
                            "Name the fields, such as %container.id."));
        }
        while (info >= 0) {
            text =
                    new PlacedText.Builder()
                            .append(text, 0, info)
                            .append(text, info + CONTAINER_INFO.length(), text.length())
                            .build(text.source(0), text.offset(0));
            info = text.text().indexOf(CONTAINER_INFO);
        }
        try {
            OutputFormat output =
                    OutputFormat.parse(text.text(), new FilterChecker(catalogue, events));
            for (OutputFormat.Part.Token token : output.tokens()) {
                if (GONE_FIELDS.contains(token.name())) {
                    problems.add(
                            deprecatedField(rule.outputContext, token.name(), "the rule output"));
                }
            }
            return Optional.of(output);
        } catch (InvalidCondition e) {
            boolean isSkipped = e.isUnknownName() && rule.skipIfUnknown;
            int index = Math.min(e.place().index(), text.length());
            Context at =
                    rule.outputContext.at(
                            ItemType.RULE_OUTPUT_EXPRESSION,
                            "",
                            text.source(index),
                            Math.min(text.offset(index), text.source(index).length()));
            problems.add(
                    at.problem(
                            isSkipped ? LoadCode.UNKNOWN_FILTER : LoadCode.COMPILE_OUTPUT,
                            e.getMessage(),
                            e.hint()));
            return Optional.empty();
        }
    }

    /** Texts for the console; a field in them must stand in the output too. */
    private Map<String, OutputFormat> userFields(Drafts.RuleDraft rule, OutputFormat output) {
        Map<String, OutputFormat> fields = new LinkedHashMap<>();
        Set<String> printed = new HashSet<>();
        for (OutputFormat.Part.Token token : output.tokens()) {
            printed.add(token.name());
        }
        rule.userFields.forEach((name, text) -> {
            OutputFormat format;
            try {
                format = OutputFormat.parse(text, new FilterChecker(catalogue, events));
            } catch (InvalidCondition e) {
                throw new InvalidItem(
                        rule.context.problem(
                                LoadCode.COMPILE_OUTPUT,
                                "userDefinedFields." + name + ": " + e.getMessage(),
                                e.hint()));
            }
            for (OutputFormat.Part.Token token : format.tokens()) {
                if (!printed.contains(token.name())) {
                    throw new InvalidItem(
                            rule.context.problem(
                                    LoadCode.VALIDATE,
                                    "userDefinedFields."
                                            + name
                                            + " uses %"
                                            + token.name()
                                            + ", which the output does not have",
                                    "Add %" + token.name() + " to the output."));
                }
            }
            fields.put(name, format);
        });
        return fields;
    }

    private void warnOfFields(Condition condition, Drafts.RuleDraft rule) {
        Set<Condition> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        warnOfFields(condition, rule, seen);
    }

    private void warnOfFields(Condition condition, Drafts.RuleDraft rule, Set<Condition> seen) {
        if (!seen.add(condition)) {
            return;
        }
        switch (condition) {
            case Condition.And and -> {
                for (Condition part : and.conditions()) {
                    warnOfFields(part, rule, seen);
                }
            }
            case Condition.Or or -> {
                for (Condition part : or.conditions()) {
                    warnOfFields(part, rule, seen);
                }
            }
            case Condition.Not not -> warnOfFields(not.condition(), rule, seen);
            case Condition.Macro _ -> {}
            case Condition.Exists exists -> warnOfField(exists.left(), rule);
            case Condition.Compare compare -> {
                warnOfField(compare.left(), rule);
                if (isUnsafe(compare)) {
                    problems.add(
                            problem(
                                    LoadCode.UNSAFE_NA_CHECK,
                                    compare.place(),
                                    "comparing a field value with <NA> is unsafe and can lead to"
                                            + " unpredictable behavior of the rule condition",
                                    "Use exists."));
                }
            }
        }
    }

    /** Kubernetes audit fields printed {@code <NA>} for a missing value, and never equal it. */
    private static boolean isUnsafe(Condition.Compare compare) {
        boolean isAudit =
                compare.left() instanceof Operand.Field field
                        && (field.name().startsWith("ka.") || field.name().startsWith("jevt."));
        boolean isEquality =
                compare.operator() == Operator.EQUAL
                        || compare.operator() == Operator.NOT_EQUAL
                        || compare.operator().shape() == Operator.Shape.LIST;
        if (!isAudit || !isEquality) {
            return false;
        }
        return switch (compare.right()) {
            case Condition.Text text -> text.text().equals("<NA>");
            case Condition.Texts texts ->
                    texts.texts().stream().anyMatch(text -> text.text().equals("<NA>"));
            case Condition.Name _, Condition.Other _ -> false;
        };
    }

    private void warnOfField(Operand operand, Drafts.RuleDraft rule) {
        if (operand instanceof Operand.Field field && GONE_FIELDS.contains(field.name())) {
            problems.add(
                    deprecatedField(rule.conditionContext, field.name(), "the rule condition"));
        }
    }

    private static LoadProblem deprecatedField(Context context, String field, String where) {
        return context.problem(
                LoadCode.DEPRECATED_ITEM,
                "usage of deprecated field '" + field + "' has been detected in " + where,
                field.equals("evt.dir")
                        ? "Only exit events are judged: 'evt.dir = <' is always true. Remove it."
                        : "The field has no value, for there are no enter events any more.");
    }

    private void warnOfUnused() {
        for (Drafts.MacroDraft macro : drafts.macros.values()) {
            if (!macro.used) {
                problems.add(
                        macro.context.problem(
                                LoadCode.UNUSED_MACRO,
                                "Macro not referred to by any other rule/macro",
                                ""));
            }
        }
        for (Drafts.ListDraft list : drafts.lists.values()) {
            if (!list.used) {
                problems.add(
                        list.context.problem(
                                LoadCode.UNUSED_LIST,
                                "List not referred to by any other rule/macro/list",
                                ""));
            }
        }
    }

    private List<RuleFiles.NamedList> namedLists() {
        List<RuleFiles.NamedList> named = new ArrayList<>();
        for (Drafts.ListDraft list : drafts.lists.values()) {
            named.add(
                    new RuleFiles.NamedList(
                            list.name,
                            lists.getOrDefault(list.name, List.of()).stream()
                                    .map(Drafts.Item::text)
                                    .toList(),
                            list.context.file(),
                            list.used));
        }
        return named;
    }

    private List<RuleFiles.NamedMacro> namedMacros() {
        List<RuleFiles.NamedMacro> named = new ArrayList<>();
        for (Drafts.MacroDraft macro : drafts.macros.values()) {
            named.add(
                    new RuleFiles.NamedMacro(
                            macro.name, macro.condition.text(), macro.context.file(), macro.used));
        }
        return named;
    }
}
