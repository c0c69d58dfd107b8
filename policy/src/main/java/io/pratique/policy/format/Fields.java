package io.pratique.policy.format;

import io.pratique.document.Kind;
import io.pratique.document.Node;
import java.util.List;
import java.util.Map;

/** Takes values out of what {@link Form#read} gave. */
final class Fields {
    private Fields() {}

    static List<Node> nodes(Map<String, Node> fields, String name) {
        Node list = fields.get(name);
        return list == null ? List.of() : list.elements();
    }

    static String text(Map<String, Node> fields, String name, String fallback) {
        Node node = fields.get(name);
        return node == null || !node.isText() ? fallback : node.text();
    }

    static boolean flag(Map<String, Node> fields, String name, boolean fallback) {
        Node node = fields.get(name);
        return node == null ? fallback : node.kind() == Kind.TRUE;
    }

    static List<String> texts(Map<String, Node> fields, String name) {
        return nodes(fields, name).stream().map(Node::text).toList();
    }
}
