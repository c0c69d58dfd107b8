package io.pratique.posture.evidence;

import io.pratique.document.Kind;
import io.pratique.document.Node;
import io.pratique.document.Pointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value of a subject as judging sees it: present, absent, or not known. What is not known says
 * why; it is never taken for good. Booleans and numbers that are written as texts count as what
 * they say, and a key in Pascal case counts as the same in camel case.
 */
public final class Value {
    private final Subject subject;
    private final @Nullable Node node;
    private final @Nullable Node parent;
    private final String key;
    private final boolean strict;
    private final Optional<Missing> unknown;

    private Value(
            Subject subject,
            @Nullable Node node,
            @Nullable Node parent,
            String key,
            boolean strict,
            Optional<Missing> unknown) {
        this.subject = subject;
        this.node = node;
        this.parent = parent;
        this.key = key;
        this.strict = strict;
        this.unknown = unknown;
    }

    /**
     * The {@code doc} of a subject.
     *
     * @param strict true when a field that is absent is not known, because the API always writes it
     */
    public static Value of(Subject subject, boolean strict) {
        Optional<Node> doc = subject.doc();
        if (doc.isEmpty()) {
            return new Value(subject, null, null, "", strict, subject.missing());
        }
        Optional<Missing> unknown = subject.hasHoles() ? subject.hole("") : Optional.empty();
        return new Value(subject, doc.get(), null, "", strict, unknown);
    }

    public Subject subject() {
        return subject;
    }

    /** The member of a name; steps separated by a slash walk down. */
    public Value at(String path) {
        Value at = this;
        int from = 0;
        int slash = path.indexOf('/');
        while (slash >= 0) {
            at = at.get(path.substring(from, slash));
            from = slash + 1;
            slash = path.indexOf('/', from);
        }
        return at.get(path.substring(from));
    }

    /** The member of a name. A member of what is absent or not known is so too. */
    public Value get(String name) {
        Node here = node;
        if (here == null || unknown.isPresent()) {
            return new Value(
                    subject,
                    null,
                    parent,
                    key.isEmpty() ? name : key + '/' + name,
                    strict,
                    unknown);
        }
        int found = here.document().member(here.index(), name);
        if (found < 0 && !name.isEmpty() && Character.isLowerCase(name.charAt(0))) {
            found =
                    here.document()
                            .member(
                                    here.index(),
                                    Character.toUpperCase(name.charAt(0)) + name.substring(1));
        }
        if (found >= 0) {
            Node child = Node.at(here.document(), found);
            Optional<Missing> hole =
                    subject.hasHoles()
                            ? subject.hole(subject.pointerInDoc(child))
                            : Optional.empty();
            // A null is how the APIs write what is not set.
            return new Value(
                    subject,
                    child.isNull() && hole.isEmpty() ? null : child,
                    here,
                    name,
                    strict,
                    hole);
        }
        Optional<Missing> hole =
                subject.hasHoles()
                        ? subject.hole(subject.pointerInDoc(here) + '/' + Pointers.escape(name))
                        : Optional.empty();
        if (hole.isEmpty() && strict) {
            hole =
                    Optional.of(
                            new Missing(
                                    Reason.NOT_COLLECTED,
                                    subject.kind().id()
                                            + ' '
                                            + subject.id()
                                            + ": "
                                            + subject.pointerInDoc(here)
                                            + '/'
                                            + name));
        }
        return new Value(subject, null, here, name, strict, hole);
    }

    /** This value, where absence means absence whatever the API is. */
    public Value lenient() {
        return new Value(subject, node, parent, key, false, unknown);
    }

    /** The same place with its value not known. */
    public Value unknownBecause(Missing missing) {
        return new Value(subject, node, parent, key, strict, Optional.of(missing));
    }

    /** True when there is a value, and it is known. */
    public boolean isSet() {
        return node != null && unknown.isEmpty();
    }

    /** True when it is known that there is no value. */
    public boolean isAbsent() {
        return node == null && unknown.isEmpty();
    }

    /** Why it is not known; empty when it is. */
    public Optional<Missing> unknown() {
        return unknown;
    }

    public boolean isUnknown() {
        return unknown.isPresent();
    }

    /** The elements of a list; none when it is absent, unknown or no list. */
    public List<Value> elements() {
        Node here = node;
        if (here == null || unknown.isPresent() || !here.isArray()) {
            return List.of();
        }
        List<Value> elements = new ArrayList<>();
        for (Node element : here.elements()) {
            Optional<Missing> hole =
                    subject.hasHoles()
                            ? subject.hole(subject.pointerInDoc(element))
                            : Optional.empty();
            elements.add(new Value(subject, element, here, "", strict, hole));
        }
        return elements;
    }

    /** The members of an object in their order; none when it is absent, unknown or no object. */
    public List<Named> members() {
        Node here = node;
        if (here == null || unknown.isPresent() || !here.isObject()) {
            return List.of();
        }
        List<Named> members = new ArrayList<>();
        here.members()
                .forEach(member -> members.add(new Named(member.getKey(), get(member.getKey()))));
        return members;
    }

    /** A member with its name. */
    public record Named(String name, Value value) {}

    /** True when it is a list or an object with something in it, or a text that is not empty. */
    public boolean hasContent() {
        Node here = node;
        if (here == null || unknown.isPresent()) {
            return false;
        }
        return switch (here.kind()) {
            case ARRAY, OBJECT -> here.document().count(here.index()) > 0;
            case STRING -> !here.text().isEmpty();
            case NULL -> false;
            case TRUE, FALSE, NUMBER, KEY -> true;
        };
    }

    public boolean isList() {
        return node != null && node.isArray();
    }

    public boolean isObject() {
        return node != null && node.isObject();
    }

    /** The text of a scalar, or {@code other} when there is none or it is not known. */
    public String text(String other) {
        Node here = node;
        if (here == null || unknown.isPresent() || here.isArray() || here.isObject()) {
            return other;
        }
        return here.text();
    }

    /** The text of a scalar; empty when there is none. */
    public String text() {
        return text("");
    }

    /** True when it is known to be true. */
    public boolean isTrue() {
        return Boolean.TRUE.equals(truth());
    }

    /** True when it is known to be false, absence not included. */
    public boolean isFalse() {
        return Boolean.FALSE.equals(truth());
    }

    private @Nullable Boolean truth() {
        Node here = node;
        if (here == null || unknown.isPresent()) {
            return null;
        }
        if (here.kind() == Kind.TRUE) {
            return true;
        }
        if (here.kind() == Kind.FALSE) {
            return false;
        }
        if (!here.isText()) {
            return null;
        }
        return switch (here.text().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    /** The whole number, also when written as a text; {@code other} when there is none. */
    public long number(long other) {
        Node here = node;
        if (here == null || unknown.isPresent()) {
            return other;
        }
        if (here.isNumber()) {
            return here.document().asLong(here.index(), other);
        }
        if (!here.isText()) {
            return other;
        }
        try {
            return Long.parseLong(here.text().strip());
        } catch (NumberFormatException _) {
            return other;
        }
    }

    /** The texts of a list of scalars, or the one text of a scalar. */
    public List<String> texts() {
        Node here = node;
        if (here == null || unknown.isPresent() || here.isObject()) {
            return List.of();
        }
        if (!here.isArray()) {
            return List.of(here.text());
        }
        List<String> texts = new ArrayList<>();
        for (Node element : here.elements()) {
            if (!element.isArray() && !element.isObject()) {
                texts.add(element.text());
            }
        }
        return texts;
    }

    /** The first element of a list that is not known; empty when all are. */
    public Optional<Missing> unknownInside() {
        if (unknown.isPresent()) {
            return unknown;
        }
        if (subject.hasHoles()) {
            for (Value element : elements()) {
                if (element.isUnknown()) {
                    return element.unknown();
                }
            }
        }
        return Optional.empty();
    }

    /** The JSON pointer in the evidence document of the value, or of where it would stand. */
    public String pointer() {
        if (node != null) {
            return subject.pointer(node);
        }
        String base = parent == null ? subject.pointer() : subject.pointer(parent);
        return key.isEmpty() ? base : base + '/' + key;
    }

    /** For people, at most some 200 characters. */
    public String shown() {
        if (unknown.isPresent()) {
            return "not known";
        }
        Node here = node;
        if (here == null) {
            return "not set";
        }
        if (here.isArray() || here.isObject()) {
            StringBuilder text = new StringBuilder();
            show(here, text);
            return text.length() > 200 ? text.substring(0, 200) + '…' : text.toString();
        }
        String text = here.text();
        return text.length() > 200 ? text.substring(0, 200) + '…' : text;
    }

    private static void show(Node node, StringBuilder out) {
        if (out.length() > 200) {
            return;
        }
        if (node.isArray()) {
            String separator = "[";
            for (Node element : node.elements()) {
                out.append(separator);
                show(element, out);
                separator = ", ";
            }
            out.append(separator.equals("[") ? "[]" : "]");
        } else if (node.isObject()) {
            String separator = "{";
            for (var member : node.members()) {
                out.append(separator).append(member.getKey()).append(": ");
                show(member.getValue(), out);
                separator = ", ";
            }
            out.append(separator.equals("{") ? "{}" : "}");
        } else {
            out.append(node.text());
        }
    }

    @Override
    public String toString() {
        return pointer() + " = " + shown();
    }
}
