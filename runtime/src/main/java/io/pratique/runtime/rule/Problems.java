package io.pratique.runtime.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong, file by file. */
final class Problems {
    /** A file with more problems than this is not worth reading on about. */
    private static final int MAX_PER_FILE = 10_000;

    private final Map<String, List<LoadProblem>> byFile = new LinkedHashMap<>();

    void begin(String file) {
        byFile.computeIfAbsent(file, _ -> new ArrayList<>());
    }

    void add(LoadProblem problem) {
        List<LoadProblem> problems =
                byFile.computeIfAbsent(
                        problem.locations().getFirst().file(), _ -> new ArrayList<>());
        if (problems.size() < MAX_PER_FILE && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    List<LoadResult> results() {
        List<LoadResult> results = new ArrayList<>();
        byFile.forEach((file, problems) -> results.add(new LoadResult(file, problems)));
        return results;
    }
}
