package io.pratique.cli;

import io.pratique.document.InvalidDocument;
import io.pratique.document.Position;
import io.pratique.policy.format.Problem;

/**
 * Something that is wrong with a policy file, or odd.
 *
 * @param path as it was given; {@code -} for standard input
 * @param problem line 0 when it is about the file as a whole
 */
record Fault(String path, Problem problem) {
    /** A fault of a whole file. */
    static Fault ofFile(String path, String code, String message, String hint) {
        return new Fault(
                path,
                new Problem(Problem.Severity.ERROR, code, new Position(0, 0), "", message, hint));
    }

    static Fault of(String path, InvalidDocument e) {
        return new Fault(
                path,
                new Problem(
                        Problem.Severity.ERROR,
                        e.code().id(),
                        e.position(),
                        "",
                        e.getMessage(),
                        e.hint()));
    }

    boolean isError() {
        return problem.isError();
    }

    /** As compilers write it, so that editors find the place; the hint on a second line. */
    String shown() {
        StringBuilder text = new StringBuilder(path).append(':');
        if (problem.position().line() > 0) {
            text.append(problem.position()).append(':');
        }
        text.append(isError() ? " error: " : " warning: ")
                .append(problem.message())
                .append(" [")
                .append(problem.code())
                .append(']');
        if (!problem.hint().isEmpty()) {
            text.append("\n    ").append(problem.hint());
        }
        return text.toString();
    }
}
