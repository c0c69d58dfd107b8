package io.pratique.runtime.rule;

import java.util.List;

/**
 * What was found in one file.
 *
 * @param name the name of its source
 * @param problems in the order in which they were found: while reading, then while compiling
 */
public record LoadResult(String name, List<LoadProblem> problems) {
    public LoadResult {
        problems = List.copyOf(problems);
    }

    public boolean isSuccessful() {
        return errors().isEmpty();
    }

    public List<LoadProblem> errors() {
        return problems.stream().filter(problem -> problem.code().isError()).toList();
    }

    public List<LoadProblem> warnings() {
        return problems.stream().filter(problem -> !problem.code().isError()).toList();
    }
}
