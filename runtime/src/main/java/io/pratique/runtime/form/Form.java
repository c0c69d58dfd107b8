package io.pratique.runtime.form;

import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Kind;
import io.pratique.document.Nearest;
import io.pratique.document.Node;
import io.pratique.document.Position;
import io.pratique.runtime.rule.RuleLoader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A mapping of a document. Its values are asked for by key; one that does not fit ends the item
 * with {@link InvalidForm}.
 */
public final class Form {
    private final Node node;
    private final String file;
    private final String path;

    private Form(Node node, String file, String path) {
        this.node = node;
        this.file = file;
        this.path = path;
    }

    /**
     * Gives every mapping of a file: those of its documents, and those of the lists that stand for
     * documents.
     */
    public static void read(
            RuleLoader.Input input,
            Consumer<? super FormProblem> problems,
            Consumer<? super Form> forms) {
        switch (input) {
            case RuleLoader.Input.Content content -> {
                try {
                    Documents.yaml(content.source(), slice -> document(slice, problems, forms));
                } catch (InvalidDocument e) {
                    problems.accept(unreadable(input.name(), e));
                }
            }
            case RuleLoader.Input.NotText notText ->
                    problems.accept(unreadable(input.name(), notText.reason(), notText.hint()));
            case RuleLoader.Input.Unreadable unreadable ->
                    problems.accept(unreadable(input.name(), unreadable.reason(), ""));
        }
    }

    private static FormProblem unreadable(String name, String reason, String hint) {
        return new FormProblem(
                FormProblem.Code.UNREADABLE, name, new Position(1, 1), "", "", reason, hint);
    }

    private static void document(
            Documents.Slice slice,
            Consumer<? super FormProblem> problems,
            Consumer<? super Form> forms) {
        String name = slice.source().name();
        Node root;
        try {
            root = slice.read().root();
        } catch (InvalidDocument e) {
            problems.accept(unreadable(name, e));
            return;
        }
        if (root.isNull()) {
            return;
        }
        for (Node item : root.isArray() ? root.elements() : List.of(root)) {
            Form form = new Form(item, name, "");
            if (item.isObject()) {
                try {
                    forms.accept(form);
                } catch (InvalidForm e) {
                    problems.accept(e.problem());
                }
            } else {
                problems.accept(
                        form.problem(
                                FormProblem.Code.WRONG_TYPE,
                                item,
                                "",
                                "a mapping is expected",
                                "Write key: value."));
            }
        }
    }

    private static FormProblem unreadable(String name, InvalidDocument e) {
        return new FormProblem(
                FormProblem.Code.UNREADABLE, name, e.position(), "", "", e.getMessage(), e.hint());
    }

    public Position position() {
        return node.position();
    }

    public String file() {
        return file;
    }

    private FormProblem problem(
            FormProblem.Code code, Node at, String key, String message, String hint) {
        boolean isScalar = !at.isObject() && !at.isArray() && !at.isNull();
        String written = isScalar ? at.written() : "";
        return new FormProblem(
                code,
                file,
                at.position(),
                key.isEmpty() ? path : path(key),
                written.length() > 60 ? written.substring(0, 57) + "..." : written,
                message,
                hint);
    }

    /** A problem with the value of a key; with the whole mapping when it has no such key. */
    public FormProblem problem(FormProblem.Code code, String key, String message, String hint) {
        return problem(code, node.get(key).orElse(node), key, message, hint);
    }

    /** As {@link #problem}, to be thrown. */
    public InvalidForm invalid(FormProblem.Code code, String key, String message, String hint) {
        return new InvalidForm(problem(code, key, message, hint));
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    public boolean has(String key) {
        return node.present(key).isPresent();
    }

    /** The keys, in their order. */
    public List<String> keys() {
        return node.members().stream().map(Map.Entry::getKey).toList();
    }

    /** Reports keys that are not known. */
    public void requireKeys(List<String> known, Consumer<? super FormProblem> problems) {
        for (Map.Entry<String, Node> member : node.members()) {
            if (!known.contains(member.getKey())) {
                String near = Nearest.hint(member.getKey(), known);
                problems.accept(
                        new FormProblem(
                                FormProblem.Code.UNKNOWN_KEY,
                                file,
                                node.positionOfKey(member.getKey()),
                                path(member.getKey()),
                                "",
                                "the key '" + member.getKey() + "' is not known",
                                near.isEmpty()
                                        ? "Known here are " + String.join(", ", known) + "."
                                        : near));
            }
        }
    }

    private Node required(String key) {
        return node.present(key)
                .orElseThrow(() ->
                        invalid(
                                FormProblem.Code.MISSING_KEY,
                                key,
                                "the key '" + key + "' is missing",
                                ""));
    }

    /** A text that must be there and not be empty. */
    public String text(String key) {
        return scalar(required(key), key);
    }

    private String scalar(Node value, String key) {
        if (value.isObject() || value.isArray() || value.isNull()) {
            throw new InvalidForm(
                    problem(FormProblem.Code.WRONG_TYPE, value, key, "one value is expected", ""));
        }
        String text = value.written();
        if (text.isEmpty()) {
            throw new InvalidForm(
                    problem(FormProblem.Code.WRONG_VALUE, value, key, "the value is empty", ""));
        }
        return text;
    }

    public Optional<String> optionalText(String key) {
        return node.present(key).map(value -> scalar(value, key));
    }

    /** A text that may be empty or absent. */
    public String textOrEmpty(String key) {
        return node.present(key)
                .map(value -> value.written().isEmpty() ? "" : scalar(value, key))
                .orElse("");
    }

    public boolean flag(String key, boolean missing) {
        Optional<Node> value = node.present(key);
        if (value.isEmpty()) {
            return missing;
        }
        Kind kind = value.get().kind();
        if (kind != Kind.TRUE && kind != Kind.FALSE) {
            throw invalid(FormProblem.Code.WRONG_TYPE, key, "true or false is expected", "");
        }
        return kind == Kind.TRUE;
    }

    /** A whole number within bounds. */
    public long number(String key, long least, long most) {
        String text = text(key);
        long number;
        try {
            number = text.length() > 19 ? Long.MIN_VALUE : Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw invalid(
                    FormProblem.Code.WRONG_TYPE, key, "'" + text + "' is not a whole number", "");
        }
        if (number < least || number > most) {
            throw invalid(
                    FormProblem.Code.WRONG_VALUE,
                    key,
                    text + " is not from " + least + " to " + most,
                    "");
        }
        return number;
    }

    /** A list of texts, or one text; none when the key is absent. */
    public List<String> texts(String key) {
        Optional<Node> value = node.present(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray()) {
            return List.of(scalar(value.get(), key));
        }
        List<String> texts = new ArrayList<>();
        for (Node element : value.get().elements()) {
            texts.add(scalar(element, key));
        }
        return texts;
    }

    /** A mapping of texts; none when the key is absent. */
    public Map<String, String> textMap(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        optionalForm(key)
                .ifPresent(inner -> {
                    for (Map.Entry<String, Node> member : inner.node.members()) {
                        texts.put(
                                member.getKey(), inner.scalar(member.getValue(), member.getKey()));
                    }
                });
        return texts;
    }

    /** A mapping that must be there. */
    public Form form(String key) {
        return form(required(key), key);
    }

    private Form form(Node value, String key) {
        if (!value.isObject()) {
            throw new InvalidForm(
                    problem(FormProblem.Code.WRONG_TYPE, value, key, "a mapping is expected", ""));
        }
        return new Form(value, file, path(key));
    }

    public Optional<Form> optionalForm(String key) {
        return node.present(key).map(value -> form(value, key));
    }

    /** A list of mappings; none when the key is absent. */
    public List<Form> forms(String key) {
        Optional<Node> value = node.present(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray()) {
            throw invalid(FormProblem.Code.WRONG_TYPE, key, "a list is expected", "");
        }
        List<Form> forms = new ArrayList<>();
        for (Node element : value.get().elements()) {
            forms.add(form(element, key + "[" + forms.size() + "]"));
        }
        return forms;
    }

    /** The YAML of this mapping as written, for what another reader shall read. */
    public Node node() {
        return node;
    }

    /** One of some words, with a hint at the nearest. */
    public String word(String key, List<String> words) {
        String text = text(key);
        if (!words.contains(text)) {
            String near = Nearest.hint(text, words);
            throw invalid(
                    FormProblem.Code.WRONG_VALUE,
                    key,
                    "'" + text + "' is none of " + String.join(", ", words),
                    near);
        }
        return text;
    }
}
