package io.pratique.runtime.rule;

import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Nearest;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.runtime.language.Modifier;
import io.pratique.runtime.language.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads rule files into {@link Drafts}: definitions, appends, overrides and toggles in load order.
 * What is wrong ends the item it is in, and nothing else.
 */
final class RuleReader {
    private static final Set<String> APPENDABLE =
            Set.of("condition", "output", "desc", "tags", "exceptions");
    private static final Set<String> REPLACEABLE =
            Set.of(
                    "condition",
                    "output",
                    "desc",
                    "priority",
                    "tags",
                    "exceptions",
                    "capture",
                    "capture_duration",
                    "enabled",
                    "warn_evttypes",
                    "skip-if-unknown-filter");
    private static final Set<String> RULE_KEYS =
            Set.of(
                    "rule",
                    "condition",
                    "output",
                    "desc",
                    "priority",
                    "source",
                    "enabled",
                    "tags",
                    "exceptions",
                    "warn_evttypes",
                    "skip-if-unknown-filter",
                    "capture",
                    "capture_duration",
                    "override",
                    "append",
                    "id",
                    "action",
                    "userDefinedFields",
                    "custom_fields");
    private static final Set<String> MACRO_KEYS =
            Set.of("macro", "condition", "append", "override");
    private static final Set<String> LIST_KEYS = Set.of("list", "items", "append", "override");
    private static final Set<String> EXCEPTION_KEYS = Set.of("name", "fields", "comps", "values");
    private static final Set<String> TOP_KEYS =
            Set.of("rule", "macro", "list", "required_engine_version", "required_plugin_versions");
    private static final int MAX_ID = 20;

    private final LoadOptions options;
    private final Drafts drafts;
    private final Problems problems;
    private final ExceptionRules exceptionRules;
    private final Map<String, String> ids = new HashMap<>();

    RuleReader(LoadOptions options, Drafts drafts, Problems problems, ExceptionRules exceptions) {
        this.options = options;
        this.drafts = drafts;
        this.problems = problems;
        this.exceptionRules = exceptions;
    }

    /** Reads one file. */
    void read(Source source) {
        Context context = Context.of(source);
        Documents.yaml(source, slice -> document(slice, context));
    }

    private void document(Documents.Slice slice, Context context) {
        Node root;
        try {
            root = slice.read().root();
        } catch (InvalidDocument e) {
            if (!readItemByItem(slice, context)) {
                yamlError(e, slice, context);
            }
            return;
        }
        if (root.isNull()) {
            return;
        }
        if (!root.isArray()) {
            String message =
                    root.isObject()
                            ? "Rules content is not yaml array of objects"
                            : "Rules content is not yaml";
            problems.add(
                    context.at(ItemType.RULES_CONTENT_ITEM, "", root)
                            .problem(
                                    LoadCode.YAML_VALIDATE, message, "Begin each item with '- '."));
            return;
        }
        for (Node item : root.elements()) {
            if (!item.isNull()) {
                item(item, context);
            }
        }
    }

    private void yamlError(InvalidDocument e, Documents.Slice slice, Context context) {
        int offset = offset(slice.source(), e.position());
        problems.add(
                context.at(ItemType.VALUE_FOR, "", slice.source(), offset)
                        .problem(LoadCode.YAML_PARSE, e.getMessage(), e.hint()));
    }

    private static int offset(Source source, io.pratique.document.Position position) {
        int line = 1;
        int at = 0;
        while (at < source.length() && line < position.line()) {
            if (source.at(at++) == '\n') {
                line++;
            }
        }
        int column = 1;
        while (at < source.length() && column < position.column() && source.at(at) != '\n') {
            at++;
            while (at < source.length() && (source.at(at) & 0xC0) == 0x80) {
                at++;
            }
            column++;
        }
        return at;
    }

    /**
     * A document that is no YAML as a whole is read item by item, where its items begin at the
     * first column: one broken item must not take the others with it.
     *
     * @return false when it has no such items
     */
    private boolean readItemByItem(Documents.Slice slice, Context context) {
        Source source = slice.source();
        List<Integer> starts = new ArrayList<>();
        boolean lineStart = true;
        for (int i = slice.start(); i < slice.end(); i++) {
            if (lineStart
                    && source.at(i) == '-'
                    && i + 1 < slice.end()
                    && (source.at(i + 1) == ' ' || source.at(i + 1) == '\n')) {
                starts.add(i);
            }
            lineStart = source.at(i) == '\n';
        }
        if (starts.size() < 2) {
            return false;
        }
        for (int k = 0; k < starts.size(); k++) {
            int end = k + 1 < starts.size() ? starts.get(k + 1) : slice.end();
            Documents.Slice part =
                    new Documents.Slice(source, starts.get(k), end, Documents.Format.YAML);
            try {
                for (Node item : part.read().root().elements()) {
                    if (!item.isNull()) {
                        item(item, context);
                    }
                }
            } catch (InvalidDocument e) {
                yamlError(e, part, context);
            }
        }
        return true;
    }

    private void item(Node item, Context parent) {
        try {
            read(item, parent);
        } catch (InvalidItem e) {
            problems.add(e.problem());
        }
    }

    private void read(Node item, Context parent) {
        if (!item.isObject()) {
            throw Values.invalid(
                    parent.at(ItemType.RULES_CONTENT_ITEM, "", item),
                    "Unexpected element type. Each element should be a yaml associative array.",
                    "");
        }
        if (item.get("required_engine_version").isPresent()) {
            engineVersion(item, parent.at(ItemType.REQUIRED_ENGINE_VERSION, "", item));
        } else if (item.get("required_plugin_versions").isPresent()) {
            pluginVersions(item, parent);
        } else if (item.get("list").isPresent()) {
            list(item, parent);
        } else if (item.get("macro").isPresent()) {
            macro(item, parent);
        } else if (item.get("rule").isPresent()) {
            rule(item, parent);
        } else {
            String key = item.members().isEmpty() ? "" : item.members().getFirst().getKey();
            problems.add(
                    parent.at(ItemType.RULES_CONTENT_ITEM, "", item)
                            .problem(
                                    LoadCode.UNKNOWN_ITEM,
                                    "Unknown top level item",
                                    Nearest.hint(key, TOP_KEYS)));
        }
    }

    private void unknownKeys(Node item, Set<String> known, Context context) {
        for (Map.Entry<String, Node> member : item.members()) {
            String key = member.getKey();
            if (!known.contains(key)) {
                problems.add(
                        context.at(ItemType.VALUE_FOR, key, member.getValue())
                                .problem(
                                        LoadCode.UNKNOWN_KEY,
                                        "Unknown key '" + key + "'",
                                        Nearest.hint(key, known)));
            }
        }
    }

    private void engineVersion(Node item, Context context) {
        unknownKeys(item, Set.of("required_engine_version"), context);
        String text = new Values(item, context).text("required_engine_version");
        boolean isNumber = text.length() < 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        Optional<Version> needed =
                isNumber
                        ? Optional.of(new Version(0, Integer.parseInt(text), 0))
                        : Version.of(text);
        if (needed.isEmpty()) {
            throw Values.invalid(
                    context,
                    "Unable to parse engine version '" + text + "' as a semver string",
                    "Write a number, or three numbers as 0.57.0.");
        }
        if (!LoadOptions.ENGINE_VERSION.satisfies(needed.get())) {
            throw new InvalidItem(
                    context.problem(
                            LoadCode.VALIDATE,
                            "Rules require engine version "
                                    + needed.get()
                                    + ", but engine version is "
                                    + LoadOptions.ENGINE_VERSION,
                            "Use a newer version of this program, or older rules."));
        }
    }

    private record Requirement(String name, Version version) {}

    private void pluginVersions(Node item, Context parent) {
        Node list = item.get("required_plugin_versions").orElseThrow();
        Context context = parent.at(ItemType.REQUIRED_PLUGIN_VERSIONS, "", list);
        unknownKeys(item, Set.of("required_plugin_versions"), context);
        if (!list.isArray()) {
            throw Values.invalid(
                    context, "Value of required_plugin_versions must be a sequence", "");
        }
        for (Node entry : list.elements()) {
            try {
                pluginVersion(entry, context);
            } catch (InvalidItem e) {
                problems.add(e.problem());
            }
        }
    }

    private void pluginVersion(Node entry, Context parent) {
        Context unnamed = parent.at(ItemType.REQUIRED_PLUGIN_VERSIONS_ENTRY, "", entry);
        if (!entry.isObject()) {
            throw Values.invalid(unnamed, "Plugin version must be a mapping", "");
        }
        String name = new Values(entry, unnamed).text("name");
        Context context = parent.at(ItemType.REQUIRED_PLUGIN_VERSIONS_ENTRY, name, entry);
        unknownKeys(entry, Set.of("name", "version", "alternatives"), context);
        List<Requirement> alternatives = new ArrayList<>();
        alternatives.add(requirement(entry, name, context));
        Optional<Node> others = entry.get("alternatives");
        if (others.isPresent()) {
            if (!others.get().isArray()) {
                throw Values.invalid(
                        context, "Value of plugin version alternatives must be a sequence", "");
            }
            for (Node other : others.get().elements()) {
                Context at = context.at(ItemType.REQUIRED_PLUGIN_VERSIONS_ALTERNATIVE, "", other);
                if (!other.isObject()) {
                    throw Values.invalid(at, "Plugin version alternative must be a mapping", "");
                }
                Requirement requirement =
                        requirement(other, new Values(other, at).text("name"), at);
                if (alternatives.stream().anyMatch(r -> r.name().equals(requirement.name()))) {
                    throw new InvalidItem(
                            context.problem(
                                    LoadCode.VALIDATE,
                                    "Defined multiple alternative version requirements for plugin '"
                                            + requirement.name()
                                            + "'",
                                    ""));
                }
                alternatives.add(requirement);
            }
        }
        for (Requirement requirement : alternatives) {
            Version have = options.plugins().get(requirement.name());
            if (have != null && have.satisfies(requirement.version())) {
                return;
            }
        }
        List<String> wanted = new ArrayList<>();
        for (Requirement requirement : alternatives) {
            wanted.add(requirement.name() + " (>= " + requirement.version() + ")");
        }
        throw new InvalidItem(
                context.problem(
                        LoadCode.VALIDATE,
                        "Plugin requirement not satisfied, must load one of: "
                                + String.join(", ", wanted),
                        "Known here: "
                                + String.join(", ", new TreeSet<>(options.plugins().keySet()))
                                + "."));
    }

    private static Requirement requirement(Node entry, String name, Context context) {
        String version = new Values(entry, context).text("version");
        return new Requirement(
                name,
                Version.of(version)
                        .orElseThrow(() ->
                                new InvalidItem(
                                        context.problem(
                                                LoadCode.VALIDATE,
                                                "Invalid required version '"
                                                        + version
                                                        + "' for plugin '"
                                                        + name
                                                        + "'",
                                                "Write three numbers as 0.4.0."))));
    }

    private void deprecatedAppend(Context context) {
        problems.add(
                context.problem(
                        LoadCode.DEPRECATED_ITEM,
                        "'append' key is deprecated",
                        "Add an 'append' entry (e.g. 'condition: append') under 'override'."));
    }

    private InvalidItem bothAppendAndOverride(Context context) {
        return Values.invalid(
                context,
                "Keys 'override' and 'append: true' cannot be used together",
                "Add an 'append' entry (e.g. 'condition: append') under 'override'.");
    }

    private static InvalidItem nothingBefore(Context context, String kind, String what) {
        return new InvalidItem(
                context.problem(
                        LoadCode.VALIDATE,
                        kind
                                + " uses 'append' or 'override."
                                + what
                                + "' but no "
                                + kind.toLowerCase(java.util.Locale.ROOT)
                                + " by that name already exists",
                        "Load the file that defines it first."));
    }

    private void list(Node item, Context parent) {
        Context unnamed = parent.at(ItemType.LIST, "", item);
        String name = new Values(item, unnamed).text("list");
        Context context = parent.at(ItemType.LIST, name, item);
        Values values = new Values(item, context);
        unknownKeys(item, LIST_KEYS, context);
        if (!name.chars().allMatch(c -> c > ' ' && "()\"'=,".indexOf(c) < 0)) {
            throw Values.invalid(
                    context,
                    "List has an invalid name. List names cannot hold blanks, quotes or ( ) = ,",
                    "");
        }
        Drafts.ListDraft draft = new Drafts.ListDraft(name, context);
        draft.items.addAll(values.items("items"));
        boolean append = values.flag("append", false);
        if (append) {
            deprecatedAppend(context);
        }
        Overrides overrides = overrides(item, Set.of("items"), Set.of("items"), context);
        if (append && overrides.any()) {
            throw bothAppendAndOverride(context);
        }
        Drafts.ListDraft before = drafts.lists.get(name);
        if (append || overrides.append().contains("items")) {
            if (before == null) {
                throw nothingBefore(context, "List", "items: append");
            }
            before.items.addAll(draft.items);
            before.visibility = drafts.next();
            return;
        }
        int id = drafts.next();
        draft.index = before == null ? id : before.index;
        draft.visibility = id;
        drafts.lists.put(name, draft);
    }

    private void macro(Node item, Context parent) {
        Context unnamed = parent.at(ItemType.MACRO, "", item);
        String name = new Values(item, unnamed).text("macro");
        Context context = parent.at(ItemType.MACRO, name, item);
        Values values = new Values(item, context);
        unknownKeys(item, MACRO_KEYS, context);
        if (!isIdentifier(name)) {
            throw Values.invalid(
                    context,
                    "Macro has an invalid name. Macro names have letters, digits and _, and begin"
                            + " with a letter",
                    "");
        }
        Node condition = values.scalar("condition");
        PlacedText text = ScalarPlaces.of(condition);
        Context at = context.at(ItemType.MACRO_CONDITION, "", condition);
        boolean append = values.flag("append", false);
        if (append) {
            deprecatedAppend(context);
        }
        Overrides overrides = overrides(item, Set.of("condition"), Set.of("condition"), context);
        if (append && overrides.any()) {
            throw bothAppendAndOverride(context);
        }
        Drafts.MacroDraft before = drafts.macros.get(name);
        if (append || overrides.append().contains("condition")) {
            if (before == null) {
                throw nothingBefore(context, "Macro", "condition: append");
            }
            before.condition = join(before.condition, text);
            before.visibility = drafts.next();
            return;
        }
        Drafts.MacroDraft draft = new Drafts.MacroDraft(name, context, at, text);
        int id = drafts.next();
        draft.index = before == null ? id : before.index;
        draft.visibility = id;
        drafts.macros.put(name, draft);
    }

    private static boolean isIdentifier(String name) {
        return Character.isLetter(name.charAt(0))
                && name.chars()
                        .allMatch(c -> c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
    }

    /** What is appended stands behind a blank, and in no parentheses: so does Falco. */
    private static PlacedText join(PlacedText before, PlacedText more) {
        return new PlacedText.Builder()
                .append(before)
                .append(' ', more.source(0), more.offset(0))
                .append(more)
                .build(more.source(0), more.offset(0));
    }

    private record Overrides(Set<String> append, Set<String> replace) {
        boolean any() {
            return !append.isEmpty() || !replace.isEmpty();
        }
    }

    private static Overrides overrides(
            Node item, Set<String> appendable, Set<String> replaceable, Context context) {
        Set<String> append = new LinkedHashSet<>();
        Set<String> replace = new LinkedHashSet<>();
        Optional<Node> override = item.get("override");
        if (override.isEmpty()) {
            return new Overrides(append, replace);
        }
        Context at = context.at(ItemType.OVERRIDE, "", override.get());
        if (!override.get().isObject()) {
            throw Values.invalid(
                    at,
                    "The value of 'override' is not a mapping",
                    "Write override: {condition: append}.");
        }
        for (Map.Entry<String, Node> member : override.get().members()) {
            String key = member.getKey();
            Node value = member.getValue();
            Context keyAt = at.at(ItemType.OVERRIDE, key, value);
            String operation = value.isObject() || value.isArray() ? "" : value.written();
            switch (operation) {
                case "append" -> {
                    if (!appendable.contains(key)) {
                        throw Values.invalid(
                                keyAt,
                                "Key '" + key + "' cannot be appended to, use 'replace' instead",
                                "");
                    }
                    append.add(key);
                }
                case "replace" -> {
                    if (!replaceable.contains(key)) {
                        throw Values.invalid(
                                keyAt,
                                "Key '" + key + "' cannot be replaced",
                                Nearest.hint(key, replaceable));
                    }
                    replace.add(key);
                }
                default ->
                        throw Values.invalid(
                                at.at(ItemType.VALUE_FOR, key, value),
                                "Invalid override operation for key '"
                                        + key
                                        + "': '"
                                        + operation
                                        + "'. Allowed values are: "
                                        + (appendable.contains(key) ? "append " : "")
                                        + (replaceable.contains(key) ? "replace" : ""),
                                "");
            }
        }
        return new Overrides(append, replace);
    }

    private void rule(Node item, Context parent) {
        Context unnamed = parent.at(ItemType.RULE, "", item);
        String name = new Values(item, unnamed).text("rule");
        Context context = parent.at(ItemType.RULE, name, item);
        Values values = new Values(item, context);
        Set<String> known = new TreeSet<>(RULE_KEYS);
        known.addAll(options.extraKeys());
        unknownKeys(item, known, context);
        boolean append = values.flag("append", false);
        if (append) {
            deprecatedAppend(context);
        }
        Overrides overrides = overrides(item, APPENDABLE, REPLACEABLE, context);
        if (append && overrides.any()) {
            throw bothAppendAndOverride(context);
        }
        if (overrides.any()) {
            override(item, name, overrides, context);
        } else if (append) {
            append(item, name, context);
        } else if (!values.has("condition")
                && !values.has("output")
                && !values.has("desc")
                && !values.has("priority")) {
            toggle(values, name, context);
        } else {
            define(item, name, context);
        }
    }

    private void toggle(Values values, String name, Context context) {
        values.scalar("enabled");
        boolean enabled = values.flag("enabled", true);
        problems.add(
                context.problem(
                        LoadCode.DEPRECATED_ITEM,
                        "A rule with 'enabled' alone is deprecated",
                        "Write override: {enabled: replace} beside it."));
        Drafts.RuleDraft before = drafts.rules.get(name);
        if (before == null) {
            throw new InvalidItem(
                    context.problem(
                            LoadCode.VALIDATE,
                            "Rule has 'enabled' key but no rule by that name already exists",
                            Nearest.hint(name, drafts.rules.keySet())));
        }
        before.enabled = enabled;
    }

    private void define(Node item, String name, Context context) {
        Values values = new Values(item, context);
        Node condition = values.scalar("condition");
        Node output = values.scalar("output");
        Drafts.RuleDraft draft =
                new Drafts.RuleDraft(
                        name,
                        context,
                        context.at(ItemType.RULE_CONDITION, "", condition),
                        context.at(ItemType.RULE_OUTPUT, "", output),
                        ScalarPlaces.of(condition),
                        trimmed(ScalarPlaces.of(output)));
        draft.description = values.text("desc");
        draft.priority = priority(item, values, context);
        draft.source = values.optionalText("source").orElse("syscall");
        draft.enabled = values.flag("enabled", true);
        draft.warnEventTypes = values.flag("warn_evttypes", true);
        draft.skipIfUnknown = values.flag("skip-if-unknown-filter", false);
        draft.capture = values.flag("capture", false);
        draft.captureDuration = values.number("capture_duration", 0);
        draft.tags = values.tags();
        custom(item, draft, values, context);
        draft.exceptions = exceptions(item, context, false);
        Drafts.RuleDraft before = drafts.rules.get(name);
        if (before != null && !before.source.equals(draft.source)) {
            throw new InvalidItem(
                    context.problem(
                            LoadCode.VALIDATE,
                            "Rule has been re-defined with a different source",
                            "It was defined with source '" + before.source + "'."));
        }
        draft.unknownSource = !draft.source.equals("syscall");
        if (draft.unknownSource) {
            problems.add(
                    context.problem(
                            LoadCode.UNKNOWN_SOURCE,
                            "Unknown source " + draft.source + ", skipping",
                            Nearest.hint(draft.source, Set.of("syscall"))));
        }
        for (Drafts.ExceptionDraft exception : draft.exceptions) {
            if (exception.fields.isEmpty()) {
                throw new InvalidItem(
                        exception.context.problem(
                                LoadCode.VALIDATE,
                                "Rule exception item must have fields property with a list of fields",
                                ""));
            }
            exceptionRules.validate(exception, draft.unknownSource);
        }
        int id = drafts.next();
        draft.index = before == null ? id : before.index;
        draft.visibility = id;
        drafts.rules.put(name, draft);
    }

    private static PlacedText trimmed(PlacedText text) {
        int from = 0;
        int to = text.length();
        while (from < to && Character.isWhitespace(text.text().charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(text.text().charAt(to - 1))) {
            to--;
        }
        return new PlacedText.Builder()
                .append(text, from, to)
                .build(text.source(from), text.offset(from));
    }

    private static Priority priority(Node item, Values values, Context context) {
        String word = values.text("priority");
        return Priority.of(word)
                .orElseThrow(() ->
                        Values.invalid(
                                context.at(
                                        ItemType.RULE_PRIORITY,
                                        "",
                                        item.get("priority").orElseThrow()),
                                "Invalid priority '" + word + "'",
                                priorityHint(word)));
    }

    private static String priorityHint(String word) {
        Set<String> words = new LinkedHashSet<>();
        for (Priority priority : Priority.values()) {
            words.add(priority.word());
        }
        String near = Nearest.hint(word, words);
        return near.isEmpty() ? "Known are " + String.join(", ", words) + "." : near;
    }

    /** The keys that custom and managed rules have beside those of Falco. */
    private void custom(Node item, Drafts.RuleDraft draft, Values values, Context context) {
        Optional<String> id = values.optionalText("id");
        if (id.isPresent()) {
            String text = id.get();
            Context at = context.at(ItemType.VALUE_FOR, "id", item.get("id").orElseThrow());
            boolean isFormed =
                    (text.startsWith("CR-") || text.startsWith("PQ-"))
                            && text.length() > 3
                            && text.length() <= MAX_ID
                            && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
            if (!isFormed) {
                throw Values.invalid(
                        at,
                        "'" + text + "' is not the id of a rule",
                        "Ids begin with CR- and have at most "
                                + MAX_ID
                                + " characters, without blanks.");
            }
            String owner = ids.putIfAbsent(text, draft.name);
            if (owner != null && !owner.equals(draft.name)) {
                throw Values.invalid(
                        at,
                        "The id '" + text + "' is that of the rule '" + owner + "'",
                        "Ids are unique.");
            }
            draft.id = text;
        }
        Optional<String> action = values.optionalText("action");
        if (action.isPresent()) {
            draft.action =
                    switch (action.get()) {
                        case "log" -> RuleAction.LOG;
                        case "isolate" -> RuleAction.ISOLATE;
                        case "terminate" -> RuleAction.TERMINATE;
                        default ->
                                throw Values.invalid(
                                        context.at(
                                                ItemType.VALUE_FOR,
                                                "action",
                                                item.get("action").orElseThrow()),
                                        "Unknown action '" + action.get() + "'",
                                        "Known are log, isolate and terminate.");
                    };
        }
        for (String key : List.of("custom_fields", "userDefinedFields")) {
            Optional<Node> fields = item.get(key);
            if (fields.isEmpty() || fields.get().isNull()) {
                continue;
            }
            Context at = context.at(ItemType.VALUE_FOR, key, fields.get());
            if (!fields.get().isObject()) {
                throw Values.invalid(at, "The value of '" + key + "' is not a mapping", "");
            }
            for (Map.Entry<String, Node> member : fields.get().members()) {
                Node value = member.getValue();
                if (value.isObject() || value.isArray() || value.isNull()) {
                    throw Values.invalid(
                            at.at(ItemType.VALUE_FOR, member.getKey(), value),
                            "Value is not a scalar value",
                            "");
                }
                draft.userFields.put(member.getKey(), value.written());
            }
        }
        for (String key : options.extraKeys()) {
            item.get(key).ifPresent(value -> draft.extra.put(key, value));
        }
    }

    private void override(Node item, String name, Overrides overrides, Context context) {
        Values values = new Values(item, context);
        Drafts.RuleDraft before = drafts.rules.get(name);
        Set<String> given = new TreeSet<>();
        for (String key : REPLACEABLE) {
            if (values.has(key)) {
                given.add(key);
            }
        }
        for (String key : overrides.append()) {
            requireGiven(given, key, "append", context);
        }
        for (String key : overrides.replace()) {
            requireGiven(given, key, "replace", context);
        }
        for (String key : given) {
            if (!overrides.append().contains(key) && !overrides.replace().contains(key)) {
                throw Values.invalid(
                        context.at(ItemType.OVERRIDE, key, item.get(key).orElseThrow()),
                        "Unexpected key '"
                                + key
                                + "': no corresponding entry under 'override' is defined.",
                        "");
            }
        }
        if (before == null) {
            throw nothingBefore(
                    context,
                    "Rule",
                    overrides.append().isEmpty() ? "<key>: replace" : "<key>: append");
        }
        for (String key : overrides.append()) {
            appendKey(item, before, key, values, context);
        }
        for (String key : overrides.replace()) {
            replaceKey(item, before, key, values, context);
        }
        before.visibility = drafts.next();
    }

    private static void requireGiven(
            Set<String> given, String key, String operation, Context context) {
        if (!given.contains(key)) {
            throw Values.invalid(
                    context,
                    "An "
                            + operation
                            + " override for '"
                            + key
                            + "' was specified but '"
                            + key
                            + "' is not defined",
                    "");
        }
    }

    private void appendKey(
            Node item, Drafts.RuleDraft before, String key, Values values, Context context) {
        switch (key) {
            case "condition" ->
                    before.condition =
                            join(before.condition, ScalarPlaces.of(values.scalar("condition")));
            case "output" ->
                    before.output = join(before.output, ScalarPlaces.of(values.scalar("output")));
            case "desc" -> before.description = before.description + " " + values.text("desc");
            case "tags" -> before.tags.addAll(values.tags());
            case "exceptions" -> appendExceptions(before, exceptions(item, context, true));
            default -> throw new IllegalArgumentException(key);
        }
    }

    private void replaceKey(
            Node item, Drafts.RuleDraft before, String key, Values values, Context context) {
        switch (key) {
            case "condition" -> {
                Node condition = values.scalar("condition");
                before.condition = ScalarPlaces.of(condition);
                before.conditionContext = context.at(ItemType.RULE_CONDITION, "", condition);
            }
            case "output" -> {
                Node output = values.scalar("output");
                before.output = trimmed(ScalarPlaces.of(output));
                before.outputContext = context.at(ItemType.RULE_OUTPUT, "", output);
            }
            case "desc" -> before.description = values.text("desc");
            case "tags" -> before.tags = values.tags();
            case "exceptions" -> {
                List<Drafts.ExceptionDraft> exceptions = exceptions(item, context, true);
                for (Drafts.ExceptionDraft exception : exceptions) {
                    if (exception.fields.isEmpty()) {
                        throw new InvalidItem(
                                exception.context.problem(
                                        LoadCode.VALIDATE,
                                        "Rule exception must have fields property with a list of"
                                                + " fields",
                                        ""));
                    }
                    exceptionRules.validate(exception, before.unknownSource);
                }
                before.exceptions = exceptions;
            }
            case "priority" -> before.priority = priority(item, values, context);
            case "enabled" -> before.enabled = values.flag("enabled", true);
            case "warn_evttypes" -> before.warnEventTypes = values.flag("warn_evttypes", true);
            case "skip-if-unknown-filter" ->
                    before.skipIfUnknown = values.flag("skip-if-unknown-filter", false);
            case "capture" -> before.capture = values.flag("capture", false);
            case "capture_duration" ->
                    before.captureDuration = values.number("capture_duration", 0);
            default -> throw new IllegalArgumentException(key);
        }
    }

    /** The old {@code append: true}, which knows conditions and exceptions. */
    private void append(Node item, String name, Context context) {
        Values values = new Values(item, context);
        Drafts.RuleDraft before = drafts.rules.get(name);
        if (before == null) {
            throw nothingBefore(context, "Rule", "<key>: append");
        }
        if (!values.has("condition") && !values.has("exceptions")) {
            throw new InvalidItem(
                    context.problem(
                            LoadCode.VALIDATE,
                            "Appended rule must have exceptions or condition property",
                            ""));
        }
        if (values.has("condition")) {
            appendKey(item, before, "condition", values, context);
        }
        if (values.has("exceptions")) {
            appendKey(item, before, "exceptions", values, context);
        }
        before.visibility = drafts.next();
    }

    private void appendExceptions(Drafts.RuleDraft before, List<Drafts.ExceptionDraft> exceptions) {
        for (Drafts.ExceptionDraft exception : exceptions) {
            Drafts.ExceptionDraft known =
                    before.exceptions.stream()
                            .filter(e -> e.name.equals(exception.name))
                            .findFirst()
                            .orElse(null);
            if (known == null) {
                if (exception.fields.isEmpty()) {
                    throw appended(
                            exception,
                            "Rule exception must have fields property with a list of fields");
                }
                if (exception.values.isEmpty()) {
                    throw appended(
                            exception,
                            "Rule exception must have values property with a list of values");
                }
                exceptionRules.validate(exception, before.unknownSource);
                before.exceptions.add(exception);
            } else {
                if (exception.fields.isPresent()) {
                    throw appended(
                            exception,
                            "Can not append exception fields to existing exception, only values");
                }
                if (exception.comps.isPresent()) {
                    throw appended(
                            exception,
                            "Can not append exception comps to existing exception, only values");
                }
                known.values.addAll(exception.values);
            }
        }
    }

    private static InvalidItem appended(Drafts.ExceptionDraft exception, String message) {
        return new InvalidItem(exception.context.problem(LoadCode.VALIDATE, message, ""));
    }

    private List<Drafts.ExceptionDraft> exceptions(Node item, Context parent, boolean append) {
        List<Drafts.ExceptionDraft> exceptions = new ArrayList<>();
        Optional<Node> list = item.get("exceptions");
        if (list.isEmpty() || list.get().isNull()) {
            return exceptions;
        }
        Context all = parent.at(ItemType.EXCEPTIONS, "", list.get());
        if (!list.get().isArray()) {
            throw Values.invalid(all, "Rule exceptions must be a sequence", "");
        }
        for (Node node : list.get().elements()) {
            Context unnamed = all.at(ItemType.EXCEPTION, "", node);
            if (!node.isObject()) {
                throw Values.invalid(unnamed, "Rule exception must be a mapping", "");
            }
            String name = new Values(node, unnamed).text("name");
            Context context = parent.at(ItemType.EXCEPTION, name, node);
            unknownKeys(node, EXCEPTION_KEYS, context);
            if (exceptions.stream().anyMatch(e -> e.name.equals(name))) {
                throw Values.invalid(
                        context, "Exceptions names in the same object must be unique", "");
            }
            Drafts.ExceptionDraft exception = new Drafts.ExceptionDraft(name, context, node);
            exception.fields = entry(node, "fields", context, append);
            exception.comps = entry(node, "comps", context, true);
            Optional<Node> values = node.get("values");
            if (values.isPresent()) {
                Context at = context.at(ItemType.EXCEPTION_VALUES, "", values.get());
                if (!values.get().isArray()) {
                    throw Values.invalid(at, "Rule exception values must be a sequence", "");
                }
                for (Node value : values.get().elements()) {
                    exception.values.add(entry(value, at.at(ItemType.EXCEPTION_VALUE, "", value)));
                }
            } else if (append) {
                problems.add(
                        context.problem(
                                LoadCode.APPEND_NO_VALUES,
                                "Overriding/appending exception with no values",
                                ""));
            }
            exceptions.add(exception);
        }
        return exceptions;
    }

    private static Optional<Drafts.Entry> entry(
            Node node, String key, Context context, boolean optional) {
        Optional<Node> value = node.get(key);
        if (value.isEmpty()) {
            if (optional) {
                return Optional.empty();
            }
            throw Values.invalid(context, "Item has no mapping for key '" + key + "'", "");
        }
        return Optional.of(entry(value.get(), context.at(ItemType.VALUE_FOR, key, value.get())));
    }

    private static Drafts.Entry entry(Node value, Context context) {
        if (value.isArray()) {
            List<Drafts.Entry> items = new ArrayList<>();
            for (Node element : value.elements()) {
                items.add(entry(element, context.at(ItemType.EXCEPTION, "", element)));
            }
            return new Drafts.Entry(true, "", items, value);
        }
        if (value.isObject() || value.isNull()) {
            throw Values.invalid(context, "Value is not a scalar value or a list of them", "");
        }
        if (value.written().isEmpty()) {
            throw Values.invalid(context, "Value must be non-empty", "");
        }
        return new Drafts.Entry(false, value.written(), List.of(), value);
    }

    /** An operator of an exception, which may have a modifier behind it. */
    static boolean isOperator(String text) {
        String[] words = text.strip().split("\\s+", -1);
        boolean known = !words[0].equals("exists") && Operator.words().contains(words[0]);
        if (words.length == 1) {
            return known;
        }
        return words.length == 2 && known && isModifier(words[1]);
    }

    static boolean isModifier(String word) {
        for (Modifier modifier : Modifier.values()) {
            if (modifier.word().equals(word)) {
                return true;
            }
        }
        return false;
    }
}
