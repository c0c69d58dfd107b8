package io.pratique.posture.evidence;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import io.pratique.document.Position;
import io.pratique.document.Source;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads evidence documents (docs/evidence.md). */
public final class EvidenceReader {
    private EvidenceReader() {}

    /**
     * Reads a source that holds one document, JSON or YAML.
     *
     * @throws InvalidDocument when it is no JSON or YAML
     * @throws InvalidEvidence when it breaks the schema, or its {@code id} is not that of its
     *     content
     */
    public static Evidence read(Source source) {
        return read(Documents.first(source));
    }

    /** As {@link #read(Source)}, for a document that is read already. */
    public static Evidence read(Document document) {
        Node root = document.root();
        requireObject(root, "the document");
        String schema = text(root, "schema");
        if (!schema.equals(Evidence.SCHEMA)) {
            throw invalid(
                    root,
                    "schema",
                    "the schema is '" + schema + "', and this program reads " + Evidence.SCHEMA,
                    "Write \"schema\":\""
                            + Evidence.SCHEMA
                            + "\", or use a program that reads it.");
        }
        Evidence.Head head = head(document, root);
        List<Coverage> coverage = coverage(root);
        Node subjects = required(root, "subjects");
        if (!subjects.isArray()) {
            throw invalid(
                    root, "subjects", "subjects is " + subjects.kind().word(), "Write a list.");
        }
        List<Subject> found = new ArrayList<>(document.count(subjects.index()));
        Set<String> ids = new LinkedHashSet<>();
        int index = 0;
        for (Node subject : subjects.elements()) {
            Subject read = subject(document, subject, head, coverage, "/subjects/" + index++);
            if (!ids.add(read.kind().id() + ' ' + read.id())) {
                throw invalid(
                        subject,
                        "id",
                        "two subjects of kind " + read.kind().id() + " have the id " + read.id(),
                        "Give each subject once.");
            }
            found.add(read);
        }
        return new Evidence(head, coverage, found);
    }

    private static Evidence.Head head(Document document, Node root) {
        String id = ContentId.of(document);
        Optional<Node> written = root.present("id");
        if (written.isPresent() && !text(root, "id").equals(id)) {
            throw new InvalidEvidence(
                    "evidence-id",
                    "/id",
                    written.get().position().line(),
                    written.get().position().column(),
                    "the id is not that of the content, which is " + id,
                    "The document was changed after it was collected: collect again.");
        }
        Node collector = required(root, "collector");
        requireObject(collector, "collector");
        Map<String, String> scope = new LinkedHashMap<>();
        for (Map.Entry<String, Node> member :
                root.present("scope").map(Node::members).orElse(List.of())) {
            if (member.getValue().isText()) {
                scope.put(member.getKey(), member.getValue().text());
            }
        }
        String originId = text(root, "origin");
        Origin origin =
                Origin.of(originId)
                        .orElseThrow(() ->
                                invalid(
                                        root,
                                        "origin",
                                        "the origin '" + originId + "' is not known",
                                        "Write live, iac or upload."));
        return new Evidence.Head(
                id,
                document.source().name(),
                text(collector, "name"),
                collector.textOf("version").orElse(""),
                collectedAt(root),
                origin,
                Map.copyOf(scope));
    }

    private static Optional<Instant> collectedAt(Node root) {
        if (root.present("collectedAt").isEmpty()) {
            return Optional.empty();
        }
        String text = text(root, "collectedAt");
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException _) {
            throw invalid(
                    root,
                    "collectedAt",
                    "'" + text + "' is no time",
                    "Write it as 2026-01-31T12:00:00Z.");
        }
    }

    private static List<Coverage> coverage(Node root) {
        Node list = required(root, "coverage");
        if (!list.isArray()) {
            throw invalid(root, "coverage", "coverage is " + list.kind().word(), "Write a list.");
        }
        List<Coverage> entries = new ArrayList<>();
        for (Node entry : list.elements()) {
            requireObject(entry, "an entry of coverage");
            String status = text(entry, "status");
            String reason = entry.textOf("reason").orElse("");
            entries.add(
                    new Coverage(
                            text(entry, "source"),
                            Coverage.Status.of(status)
                                    .orElseThrow(() ->
                                            invalid(
                                                    entry,
                                                    "status",
                                                    "the status '" + status + "' is not known",
                                                    "Write OK, DENIED, FAILED or SKIPPED.")),
                            reason.isEmpty() ? Optional.empty() : Optional.of(reason(entry)),
                            entry.textOf("detail").orElse(""),
                            entry.textOf("subject").orElse(""),
                            entry.textOf("path").orElse("")));
        }
        return entries;
    }

    private static Reason reason(Node holder) {
        String name = text(holder, "reason");
        return Reason.of(name)
                .orElseThrow(() ->
                        invalid(
                                holder,
                                "reason",
                                "the reason '" + name + "' is not known",
                                "Write one of " + List.of(Reason.values()) + "."));
    }

    private static Subject subject(
            Document document,
            Node node,
            Evidence.Head head,
            List<Coverage> coverage,
            String pointer) {
        requireObject(node, "a subject");
        String kindId = text(node, "kind");
        SubjectKind kind =
                SubjectKind.of(kindId)
                        .orElseThrow(() ->
                                invalid(
                                        node,
                                        "kind",
                                        "the kind of subject '" + kindId + "' is not known",
                                        "docs/evidence.md lists the kinds."));
        String id = text(node, "id");
        Optional<Node> doc = node.present("doc").filter(Node::isObject);
        Optional<Missing> missing =
                doc.isPresent() ? Optional.empty() : Optional.of(missing(node, id, coverage));
        Optional<FileLocation> location =
                node.present("loc")
                        .map(loc ->
                                new FileLocation(
                                        loc.textOf("file").orElse(""),
                                        (int)
                                                loc.get("line")
                                                        .map(line ->
                                                                document.asLong(line.index(), 0))
                                                        .orElse(0L)
                                                        .longValue()));
        return new Subject(
                kind,
                id,
                head,
                document,
                node.index(),
                doc.map(Node::index).orElse(-1),
                pointer,
                relations(node),
                texts(node.present("unresolved")),
                missing,
                location,
                holes(id, coverage));
    }

    private static List<Coverage> holes(String id, List<Coverage> coverage) {
        List<Coverage> holes = new ArrayList<>();
        for (Coverage entry : coverage) {
            if (entry.status() != Coverage.Status.OK
                    && !entry.path().isEmpty()
                    && entry.subject().equals(id)) {
                holes.add(entry);
            }
        }
        return List.copyOf(holes);
    }

    private static Missing missing(Node node, String id, List<Coverage> coverage) {
        Optional<Node> said = node.present("missing");
        if (said.isPresent()) {
            return new Missing(
                    reason(said.get()), said.get().textOf("supply").orElse("collect " + id));
        }
        for (Coverage entry : coverage) {
            if (entry.subject().equals(id) && entry.status() != Coverage.Status.OK) {
                return new Missing(entry.why(), entry.source() + ' ' + entry.detail());
            }
        }
        return new Missing(Reason.NOT_COLLECTED, "the doc of " + id);
    }

    private static Map<String, List<String>> relations(Node node) {
        Optional<Node> relations = node.present("relations");
        if (relations.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> named = new LinkedHashMap<>();
        for (Map.Entry<String, Node> member : relations.get().members()) {
            Node value = member.getValue();
            named.put(
                    member.getKey(),
                    value.isText()
                            ? List.of(value.text())
                            : List.copyOf(texts(Optional.of(value))));
        }
        return named;
    }

    private static Set<String> texts(Optional<Node> list) {
        if (list.isEmpty()) {
            return Set.of();
        }
        Set<String> texts = new LinkedHashSet<>();
        for (Node element : list.get().elements()) {
            if (element.isText()) {
                texts.add(element.text());
            }
        }
        return texts;
    }

    private static Node required(Node holder, String key) {
        return holder.present(key)
                .orElseThrow(() ->
                        invalid(
                                holder,
                                key,
                                "'" + key + "' is missing",
                                "docs/evidence.md shows it."));
    }

    private static String text(Node holder, String key) {
        Node value = required(holder, key);
        if (!value.isText()) {
            throw invalid(
                    holder,
                    key,
                    "'" + key + "' is " + value.kind().word(),
                    "Write a text between quotes.");
        }
        return value.text();
    }

    private static void requireObject(Node node, String what) {
        if (!node.isObject()) {
            throw invalid(node, "", what + " is " + node.kind().word(), "Write an object.");
        }
    }

    private static InvalidEvidence invalid(Node holder, String key, String message, String hint) {
        Position position = key.isEmpty() ? holder.position() : holder.positionOfKey(key);
        String pointer = key.isEmpty() ? holder.pointer() : holder.pointer() + '/' + key;
        return new InvalidEvidence(
                "evidence-schema", pointer, position.line(), position.column(), message, hint);
    }
}
