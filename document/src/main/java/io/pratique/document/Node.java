package io.pratique.document;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node of a document, for readers that value comfort over speed. */
public final class Node {
    private final Document document;
    private final int index;

    Node(Document document, int index) {
        this.document = document;
        this.index = index;
    }

    /** The node at an index of the tape. */
    public static Node at(Document document, int index) {
        return new Node(document, index);
    }

    public Document document() {
        return document;
    }

    public int index() {
        return index;
    }

    public Kind kind() {
        return document.kind(index);
    }

    public boolean isObject() {
        return document.isObject(index);
    }

    public boolean isArray() {
        return document.isArray(index);
    }

    public boolean isText() {
        return document.isText(index);
    }

    public boolean isNull() {
        return document.isNull(index);
    }

    public boolean isBoolean() {
        Kind kind = kind();
        return kind == Kind.TRUE || kind == Kind.FALSE;
    }

    public boolean isNumber() {
        return kind() == Kind.NUMBER;
    }

    public String text() {
        return document.text(index);
    }

    /** The text of a scalar as its author wrote it; see {@link Document#written}. */
    public String written() {
        return document.written(index);
    }

    /** The offset in the source at which this node starts, in bytes. */
    public int offset() {
        return document.offset(index);
    }

    /** The value of a key; empty when this is no object, or has no such key. */
    public Optional<Node> get(String key) {
        int found = document.member(index, key);
        return found < 0 ? Optional.empty() : Optional.of(new Node(document, found));
    }

    /**
     * As {@link #get}, but a null counts as absent, as it does in the Kubernetes and AWS
     * interfaces.
     */
    public Optional<Node> present(String key) {
        return get(key).filter(node -> !node.isNull());
    }

    /** The text of a key; empty when it is absent or no text. */
    public Optional<String> textOf(String key) {
        return get(key).filter(Node::isText).map(Node::text);
    }

    /** The elements of a list; none when this is no list. */
    public List<Node> elements() {
        List<Node> elements = new ArrayList<>();
        if (isArray()) {
            int end = document.next(index);
            for (int e = document.first(index); e < end; e = document.next(e)) {
                elements.add(new Node(document, e));
            }
        }
        return elements;
    }

    /** The members of an object in their order; none when this is no object. */
    public List<Map.Entry<String, Node>> members() {
        List<Map.Entry<String, Node>> members = new ArrayList<>();
        if (isObject()) {
            int end = document.next(index);
            for (int k = document.first(index); k < end; k = document.next(document.value(k))) {
                members.add(
                        new SimpleImmutableEntry<>(
                                document.text(k), new Node(document, document.value(k))));
            }
        }
        return members;
    }

    /** The position of the key of a member, or of this node when it has no such member. */
    public Position positionOfKey(String key) {
        int found = document.member(index, key);
        return found < 0 ? position() : document.position(found - Document.STRIDE);
    }

    public String pointer() {
        return document.pointer(index);
    }

    public Position position() {
        return document.position(index);
    }

    @Override
    public String toString() {
        return kind() + " at " + position();
    }
}
