package io.pratique.model;

import io.pratique.document.Node;

/** A value of a task definition as one spelling of it gives it: see {@link Spelling}. */
sealed interface Written {
    /** Stands in a document. */
    record Known(Node node) implements Written {}

    /**
     * A text that was put together from what stands in a document.
     *
     * @param at what it was made of
     */
    record Made(String text, Node at) implements Written {}

    /** Not written, or written to be left out. */
    enum Absent implements Written {
        ABSENT
    }

    /**
     * Computed only when it is deployed.
     *
     * @param expression what stands there, for people
     */
    record Unknown(String expression) implements Written {}
}
