package io.pratique.posture.evidence;

import io.pratique.document.CanonicalJson;
import io.pratique.document.Document;
import io.pratique.document.Node;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The name of an evidence document by its content: {@code sha256:} and the SHA-256 of its canonical
 * form. That is its JSON without the member {@code id} of the root, without white space, with the
 * members of every object in the order of their names (UTF-16 units), numbers as they are written,
 * and texts with the short escapes of JSON where there is one, and four hexadecimal digits for
 * other controls only.
 */
public final class ContentId {
    private ContentId() {}

    public static String of(Document document) {
        StringBuilder canonical = new StringBuilder(document.source().length());
        write(document.root(), canonical, true);
        byte[] bytes = canonical.toString().getBytes(StandardCharsets.UTF_8);
        return "sha256:" + HexFormat.of().formatHex(Redaction.sha256().digest(bytes));
    }

    private static void write(Node node, StringBuilder out, boolean root) {
        switch (node.kind()) {
            case NULL, TRUE, FALSE, NUMBER -> out.append(node.text());
            case STRING, KEY -> CanonicalJson.text(node.text(), out);
            case ARRAY -> {
                out.append('[');
                String separator = "";
                for (Node element : node.elements()) {
                    out.append(separator);
                    write(element, out, false);
                    separator = ",";
                }
                out.append(']');
            }
            case OBJECT -> object(node, out, root);
        }
    }

    private static void object(Node node, StringBuilder out, boolean root) {
        List<Map.Entry<String, Node>> members = node.members();
        members.sort(Map.Entry.comparingByKey());
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Node> member : members) {
            if (root && member.getKey().equals("id")) {
                continue;
            }
            out.append(separator);
            CanonicalJson.text(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out, false);
            separator = ",";
        }
        out.append('}');
    }
}
