package io.pratique.model;

import io.pratique.document.Document;
import io.pratique.document.Position;
import java.util.Optional;

/** Where a workload was read, and how the places of its values are named there. */
public interface Origin {
    /**
     * The place of a path below the pod spec or the task definition, written with the platform's
     * own names.
     *
     * @param path such as {@code containers/0/image}; empty for the pod spec itself
     */
    Location locate(String path);

    /** The place of a path below the whole object, such as {@code metadata/labels}. */
    Location locateInObject(String path);

    /**
     * The document it was read from, for expressions that ask for more than a workload has; empty
     * when it is gone.
     */
    Optional<Document> document();

    /** The node of the document that is the object. */
    int node();

    /**
     * The node that the pointers of {@link #locate} start from: the object itself, or what it
     * stands in where that is what its author edits, as with a template.
     */
    default int base() {
        return node();
    }

    /**
     * Whether its pointers lead to values that can be replaced in the document. False where the
     * document is the answer of a program, or holds the object as a text inside a text, as a
     * Terraform plan does.
     */
    default boolean editable() {
        return true;
    }

    /**
     * The place of a JSON pointer in a document: of the value, or of what would hold it.
     *
     * @param base the node that the pointer starts from
     */
    static Location locate(Document document, int base, String pointer) {
        Position position = document.position(document.deepest(document.pointer(base) + pointer));
        return new Location(pointer, position.line(), position.column());
    }
}
