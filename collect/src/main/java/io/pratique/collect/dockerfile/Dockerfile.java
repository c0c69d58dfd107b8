package io.pratique.collect.dockerfile;

import java.util.List;

/**
 * A Dockerfile that was read.
 *
 * @param stages in their order; the last is what is built
 * @param arguments the ARG instructions before the first FROM
 * @param problems what the builder would refuse; when there is one, no image can come of the file,
 *     and the rest is what could be read of it
 */
public record Dockerfile(List<Stage> stages, List<Instruction> arguments, List<Problem> problems) {
    public Dockerfile {
        stages = List.copyOf(stages);
        arguments = List.copyOf(arguments);
        problems = List.copyOf(problems);
    }

    /**
     * An error.
     *
     * @param code a stable id: {@code unknown-instruction}
     * @param line from 1
     * @param message what rule is broken
     * @param hint the fix; may be empty
     */
    public record Problem(String code, int line, String message, String hint) {}
}
