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

    /**
     * As compilers write it, so that editors find the place; further lines of the message and the
     * hint stand below. What cannot be seen is written out, as files may come from anybody.
     */
    String shown() {
        StringBuilder text = new StringBuilder(Shown.line(path)).append(':');
        if (problem.position().line() > 0) {
            text.append(problem.position()).append(':');
        }
        String[] lines = problem.message().split("\n", -1);
        text.append(isError() ? " error: " : " warning: ")
                .append(Shown.line(lines[0]))
                .append(" [")
                .append(problem.code())
                .append(']');
        for (int i = 1; i < lines.length; i++) {
            text.append("\n    ").append(Shown.line(lines[i]));
        }
        if (!problem.hint().isEmpty()) {
            text.append("\n    ").append(Shown.line(problem.hint()));
        }
        return text.toString();
    }
}
