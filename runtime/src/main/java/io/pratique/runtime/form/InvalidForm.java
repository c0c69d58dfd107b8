package io.pratique.runtime.form;

/** Ends the reading of an item that has a problem. */
public final class InvalidForm extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient FormProblem problem;

    public InvalidForm(FormProblem problem) {
        super(problem.message(), null, false, false);
        this.problem = problem;
    }

    public FormProblem problem() {
        return problem;
    }
}
