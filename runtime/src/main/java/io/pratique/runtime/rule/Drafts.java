package io.pratique.runtime.rule;

import io.pratique.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lists, macros and rules as they are read, before they are put together. What is defined again
 * keeps its place in the order ({@code index}) and gets a new one from which others see it ({@code
 * visibility}).
 */
final class Drafts {
    /** The items of a list. */
    static final class ListDraft {
        final String name;
        Context context;
        List<Item> items = new ArrayList<>();
        int index;
        int visibility;
        boolean used;

        ListDraft(String name, Context context) {
            this.name = name;
            this.context = context;
        }
    }

    /** An item of a list, and where it stands. */
    record Item(String text, Node node) {}

    /** The condition of a macro. */
    static final class MacroDraft {
        final String name;
        Context context;
        Context conditionContext;
        PlacedText condition;
        int index;
        int visibility;
        boolean used;

        MacroDraft(String name, Context context, Context conditionContext, PlacedText condition) {
            this.name = name;
            this.context = context;
            this.conditionContext = conditionContext;
            this.condition = condition;
        }
    }

    /**
     * Names of fields, operators or values of an exception: a text, or a list of them.
     *
     * @param items the parts of a list, nested one deep at most
     */
    record Entry(boolean isList, String text, List<Entry> items, Node node) {
        Entry {
            items = List.copyOf(items);
        }
    }

    /** An exception of a rule. */
    static final class ExceptionDraft {
        final String name;
        final Context context;
        final Node node;
        Optional<Entry> fields = Optional.empty();
        Optional<Entry> comps = Optional.empty();
        List<Entry> values = new ArrayList<>();

        ExceptionDraft(String name, Context context, Node node) {
            this.name = name;
            this.context = context;
            this.node = node;
        }
    }

    /** A rule. */
    static final class RuleDraft {
        final String name;
        Context context;
        Context conditionContext;
        Context outputContext;
        PlacedText condition;
        PlacedText output;
        String description = "";
        Priority priority = Priority.DEBUG;
        String source = "syscall";
        boolean unknownSource;
        boolean enabled = true;
        boolean warnEventTypes = true;
        boolean skipIfUnknown;
        boolean capture;
        long captureDuration;
        Set<String> tags = new LinkedHashSet<>();
        List<ExceptionDraft> exceptions = new ArrayList<>();
        String id = "";
        RuleAction action = RuleAction.LOG;
        Map<String, String> userFields = new LinkedHashMap<>();
        Map<String, Node> extra = new LinkedHashMap<>();
        int index;
        int visibility;

        RuleDraft(
                String name,
                Context context,
                Context conditionContext,
                Context outputContext,
                PlacedText condition,
                PlacedText output) {
            this.name = name;
            this.context = context;
            this.conditionContext = conditionContext;
            this.outputContext = outputContext;
            this.condition = condition;
            this.output = output;
        }
    }

    final Map<String, ListDraft> lists = new LinkedHashMap<>();
    final Map<String, MacroDraft> macros = new LinkedHashMap<>();
    final Map<String, RuleDraft> rules = new LinkedHashMap<>();
    private int next;

    int next() {
        return next++;
    }
}
