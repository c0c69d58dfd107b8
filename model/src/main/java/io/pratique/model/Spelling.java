package io.pratique.model;

import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * How the values of a task definition are found in one of the forms that people write it in. Names
 * are those of the ECS API everywhere; a spelling knows its own.
 */
interface Spelling {
    /** The value of a member of an object. */
    Written member(Node object, String name);

    /**
     * The elements of a list, each at its own index; {@link Written.Absent} where nothing is to be
     * deployed.
     */
    List<Written> elements(Node list);

    /**
     * True when numbers and booleans may be written as texts, and texts as numbers and booleans:
     * what deploys it converts them.
     */
    boolean converts();

    /** The error of a value that whatever deploys it would refuse. */
    InvalidDocument refused(InvalidDocument.Code code, Node node, String expected, String found);

    /** The API's own JSON, or the same as YAML: what stands there is what is meant. */
    final class Api implements Spelling {
        @Override
        public Written member(Node object, String name) {
            return object.present(name)
                    .<Written>map(Written.Known::new)
                    .orElse(Written.Absent.ABSENT);
        }

        @Override
        public List<Written> elements(Node list) {
            List<Written> elements = new ArrayList<>();
            for (Node element : list.elements()) {
                elements.add(new Written.Known(element));
            }
            return elements;
        }

        @Override
        public boolean converts() {
            return false;
        }

        @Override
        public InvalidDocument refused(
                InvalidDocument.Code code, Node node, String expected, String found) {
            return new InvalidDocument(
                    code,
                    node.position(),
                    node.pointer() + " must be " + expected + ", and is " + found,
                    "The ECS API would refuse this task definition too.");
        }
    }
}
