package io.pratique.runtime.rule;

/** Ends the reading of one item; the next one is read all the same. */
final class InvalidItem extends RuntimeException {
    private final transient LoadProblem problem;

    InvalidItem(LoadProblem problem) {
        super(problem.message(), null, false, false);
        this.problem = problem;
    }

    LoadProblem problem() {
        return problem;
    }
}
