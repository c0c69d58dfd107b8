package io.pratique.policy.format;

import io.pratique.document.Node;
import io.pratique.document.Position;
import io.pratique.policy.match.InvalidPattern;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a document, so that its author sees all of it at once. */
public final class Problems {
    private final List<Problem> all = new ArrayList<>();
    private int errors;

    /** An error at a node. */
    public void error(Node at, String code, String message, String hint) {
        error(at.position(), at.pointer(), code, message, hint);
    }

    /** An error at a place. */
    public void error(Position position, String pointer, String code, String message, String hint) {
        all.add(new Problem(Problem.Severity.ERROR, code, position, pointer, message, hint));
        errors++;
    }

    /** At the key of a member, for a member that should not be there at all. */
    public void errorAtKey(Node object, String key, String code, String message, String hint) {
        error(
                object.positionOfKey(key),
                object.get(key).orElse(object).pointer(),
                code,
                message,
                hint);
    }

    /** A value of a list that its operator cannot take. */
    public void pattern(Node list, InvalidPattern fault) {
        List<Node> values = list.elements();
        Node at = fault.index() < values.size() ? values.get(fault.index()) : list;
        String where =
                fault.offset().isPresent()
                        ? ", at character " + (fault.offset().getAsInt() + 1)
                        : "";
        error(at, "wrong-pattern", fault.getMessage() + where, fault.hint());
    }

    /** A warning at a node. */
    public void warning(Node at, String code, String message, String hint) {
        warning(at.position(), at.pointer(), code, message, hint);
    }

    /** A warning at a place. */
    public void warning(
            Position position, String pointer, String code, String message, String hint) {
        all.add(new Problem(Problem.Severity.WARNING, code, position, pointer, message, hint));
    }

    /** A problem that somebody else found. */
    public void add(Problem problem) {
        all.add(problem);
        errors += problem.isError() ? 1 : 0;
    }

    /** Whether there is an error. */
    public boolean hasErrors() {
        return errors > 0;
    }

    /** The number of errors up to now. */
    public int errors() {
        return errors;
    }

    /** All of them, in the order of their places. */
    public List<Problem> all() {
        List<Problem> sorted = new ArrayList<>(all);
        sorted.sort((a, b) ->
                a.position().line() != b.position().line()
                        ? Integer.compare(a.position().line(), b.position().line())
                        : Integer.compare(a.position().column(), b.position().column()));
        return List.copyOf(sorted);
    }
}
