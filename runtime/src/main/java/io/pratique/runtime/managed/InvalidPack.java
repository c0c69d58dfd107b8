package io.pratique.runtime.managed;

import io.pratique.runtime.form.FormProblem;

/** A pack of rules that cannot be used; nothing of it is. */
public final class InvalidPack extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient FormProblem problem;

    InvalidPack(FormProblem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    /** What is wrong with it, and where. */
    public FormProblem problem() {
        return problem;
    }
}
