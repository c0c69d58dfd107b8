package io.pratique.posture.evidence;

import io.pratique.document.Document;
import io.pratique.document.Node;
import io.pratique.document.Pointers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is judged, or that helps to judge another: a task definition, a host, an image.
 *
 * <p>Its {@code doc} is kept as the owner of the format writes it, fields that are not known
 * included. A subject that is known to exist but could not be read has no {@code doc} and says why
 * in {@link #missing}.
 */
public final class Subject {
    private final SubjectKind kind;
    private final String id;
    private final Evidence.Head evidence;
    private final @Nullable Document document;
    private final int node;
    private final int doc;
    private final String pointer;
    private final Map<String, List<String>> relations;
    private final Set<String> unresolved;
    private final Optional<Missing> missing;
    private final Optional<FileLocation> location;
    private final List<Coverage> holes;

    Subject(
            SubjectKind kind,
            String id,
            Evidence.Head evidence,
            @Nullable Document document,
            int node,
            int doc,
            String pointer,
            Map<String, List<String>> relations,
            Set<String> unresolved,
            Optional<Missing> missing,
            Optional<FileLocation> location,
            List<Coverage> holes) {
        this.kind = kind;
        this.id = id;
        this.evidence = evidence;
        this.document = document;
        this.node = node;
        this.doc = doc;
        this.pointer = pointer;
        this.relations = relations;
        this.unresolved = unresolved;
        this.missing = missing;
        this.location = location;
        this.holes = holes;
    }

    /** A subject that others name and no collector brought. */
    public static Subject absent(SubjectKind kind, String id, Evidence.Head by, Missing missing) {
        return new Subject(
                kind,
                id,
                by,
                null,
                -1,
                -1,
                "",
                Map.of(),
                Set.of(),
                Optional.of(missing),
                Optional.empty(),
                List.of());
    }

    public SubjectKind kind() {
        return kind;
    }

    /** The ARN, digest, instance id or path; unique among the subjects of its kind. */
    public String id() {
        return id;
    }

    /** The document that holds it. */
    public Evidence.Head evidence() {
        return evidence;
    }

    /** Why there is no {@code doc}; empty when there is one. */
    public Optional<Missing> missing() {
        return missing;
    }

    /** The {@code doc}; empty exactly when {@link #missing} is set. */
    public Optional<Node> doc() {
        return document == null || doc < 0 ? Optional.empty() : Optional.of(Node.at(document, doc));
    }

    /** The subject as a whole, {@code kind} and {@code relations} included. */
    public Optional<Node> whole() {
        return document == null ? Optional.empty() : Optional.of(Node.at(document, node));
    }

    /** The ids under a name of {@code relations}; empty when that name is not there. */
    public Optional<List<String>> relation(String name) {
        return Optional.ofNullable(relations.get(name));
    }

    /** Pointers into {@code doc} whose value is not known before deployment. */
    public Set<String> unresolved() {
        return unresolved;
    }

    /** True when some pointer of {@code doc} has no value that could be judged. */
    boolean hasHoles() {
        return !unresolved.isEmpty() || !holes.isEmpty();
    }

    /** Why what stands at a pointer of {@code doc}, or would stand there, is not known. */
    Optional<Missing> hole(String pointerInDoc) {
        for (String pointer : unresolved) {
            if (covers(pointer, pointerInDoc)) {
                return Optional.of(
                        new Missing(
                                Reason.UNRESOLVED_IAC,
                                "the value of " + pointer + ", known when it is deployed"));
            }
        }
        for (Coverage hole : holes) {
            if (covers(hole.path(), pointerInDoc)) {
                return Optional.of(new Missing(hole.why(), hole.source() + ' ' + hole.detail()));
            }
        }
        return Optional.empty();
    }

    private static boolean covers(String pointer, String inner) {
        return inner.startsWith(pointer)
                && (inner.length() == pointer.length() || inner.charAt(pointer.length()) == '/');
    }

    public Optional<FileLocation> location() {
        return location;
    }

    /** The JSON pointer of the subject in its evidence document; empty for an absent one. */
    public String pointer() {
        return pointer;
    }

    /**
     * The JSON pointer of a node of this subject in its evidence document. Walks the subject only,
     * so that the ten thousandth subject of a document costs what the first does.
     */
    public String pointer(Node of) {
        return pointer + within(node, of.index());
    }

    /** The pointer of a node inside {@code doc}, as {@link #unresolved} writes them. */
    public String pointerInDoc(Node of) {
        return within(doc, of.index());
    }

    private String within(int root, int wanted) {
        if (document == null || root < 0) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        int at = root;
        while (at != wanted) {
            int end = document.next(at);
            int found = -1;
            if (document.isObject(at)) {
                for (int k = document.first(at);
                        k < end && found < 0;
                        k = document.next(document.value(k))) {
                    if (wanted < document.next(document.value(k))) {
                        out.append('/').append(Pointers.escape(document.text(k)));
                        found = document.value(k);
                    }
                }
            } else if (document.isArray(at)) {
                int index = 0;
                for (int e = document.first(at); e < end && found < 0; e = document.next(e)) {
                    if (wanted < document.next(e)) {
                        out.append('/').append(index);
                        found = e;
                    }
                    index++;
                }
            }
            if (found < 0 || found > wanted) {
                return out.toString();
            }
            at = found;
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return kind.id() + ' ' + id;
    }
}
