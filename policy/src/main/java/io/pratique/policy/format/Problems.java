package io.pratique.policy.format;

import io.pratique.document.Node;
import io.pratique.document.Position;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a document, so that its author sees all of it at once. */
final class Problems {
    private final List<Problem> all = new ArrayList<>();

    void error(Node at, String code, String message, String hint) {
        error(at.position(), at.pointer(), code, message, hint);
    }

    void error(Position position, String pointer, String code, String message, String hint) {
        all.add(new Problem(Problem.Severity.ERROR, code, position, pointer, message, hint));
    }

    void warning(Node at, String code, String message, String hint) {
        all.add(
                new Problem(
                        Problem.Severity.WARNING,
                        code,
                        at.position(),
                        at.pointer(),
                        message,
                        hint));
    }

    boolean hasErrors() {
        return all.stream().anyMatch(Problem::isError);
    }

    List<Problem> all() {
        return List.copyOf(all);
    }
}
