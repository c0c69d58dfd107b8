package io.pratique.runtime.rule;

import io.pratique.document.Kind;
import io.pratique.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the values of an item; each that does not fit ends the reading of the item. */
final class Values {
    private final Node item;
    private final Context context;

    Values(Node item, Context context) {
        this.item = item;
        this.context = context;
    }

    boolean has(String key) {
        return item.get(key).isPresent();
    }

    static InvalidItem invalid(Context context, String message, String hint) {
        return new InvalidItem(context.problem(LoadCode.YAML_VALIDATE, message, hint));
    }

    /** The scalar of a key that must be there. */
    Node scalar(String key) {
        Node value =
                item.get(key)
                        .orElseThrow(() ->
                                invalid(context, "Item has no mapping for key '" + key + "'", ""));
        return scalar(key, value);
    }

    private Node scalar(String key, Node value) {
        if (value.isNull()) {
            throw invalid(
                    context.at(ItemType.VALUE_FOR, key, value),
                    "Mapping for key '" + key + "' is empty",
                    "");
        }
        Context at = context.at(ItemType.VALUE_FOR, key, value);
        if (value.isObject() || value.isArray()) {
            throw invalid(
                    at, "Value is not a scalar value", "Write one text, not a list or mapping.");
        }
        if (value.written().isEmpty()) {
            throw invalid(at, "Value must be non-empty", "");
        }
        return value;
    }

    String text(String key) {
        return scalar(key).written();
    }

    Optional<String> optionalText(String key) {
        return item.get(key).map(value -> scalar(key, value).written());
    }

    boolean flag(String key, boolean missing) {
        Optional<Node> value = item.get(key);
        if (value.isEmpty()) {
            return missing;
        }
        Node scalar = scalar(key, value.get());
        if (scalar.kind() == Kind.TRUE || scalar.kind() == Kind.FALSE) {
            return scalar.kind() == Kind.TRUE;
        }
        return switch (scalar.written().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "y" -> true;
            case "false", "no", "off", "n" -> false;
            default ->
                    throw invalid(
                            context.at(ItemType.VALUE_FOR, key, scalar),
                            "Can't decode YAML scalar value: '"
                                    + scalar.written()
                                    + "' is not a boolean",
                            "Write true or false.");
        };
    }

    long number(String key, long missing) {
        Optional<Node> value = item.get(key);
        if (value.isEmpty()) {
            return missing;
        }
        Node scalar = scalar(key, value.get());
        String text = scalar.written();
        if (text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw invalid(
                    context.at(ItemType.VALUE_FOR, key, scalar),
                    "Can't decode YAML scalar value: '" + text + "' is not a number from 0",
                    "");
        }
        return Long.parseLong(text);
    }

    /** The scalars of a list. */
    List<Drafts.Item> items(String key) {
        Node list =
                item.get(key)
                        .orElseThrow(() ->
                                invalid(context, "Item has no mapping for key '" + key + "'", ""));
        Context at = context.at(ItemType.VALUE_FOR, key, list);
        if (!list.isArray()) {
            throw invalid(at, "Value is not a sequence", "Write a list: [a, b].");
        }
        List<Drafts.Item> items = new ArrayList<>();
        for (Node element : list.elements()) {
            if (element.isObject() || element.isArray() || element.isNull()) {
                throw invalid(
                        at.at(ItemType.LIST_ITEM, "", element), "sequence value is not scalar", "");
            }
            items.add(new Drafts.Item(element.written(), element));
        }
        return items;
    }

    Set<String> tags() {
        Set<String> tags = new LinkedHashSet<>();
        if (has("tags")) {
            for (Drafts.Item tag : items("tags")) {
                tags.add(tag.text());
            }
        }
        return tags;
    }
}
