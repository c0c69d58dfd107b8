package io.pratique.collect.dockerfile;

import java.util.List;

/**
 * A build stage.
 *
 * @param name the word behind AS, in lower case; empty when it has none
 * @param from the image or stage that it builds on, variables filled in
 * @param fromKnown false when a variable in it has no known value
 * @param platform of the flag {@code --platform}; empty when it has none
 * @param line of its FROM, from 1
 * @param instructions all behind FROM
 */
public record Stage(
        String name,
        String from,
        boolean fromKnown,
        String platform,
        int line,
        List<Instruction> instructions) {
    public Stage {
        instructions = List.copyOf(instructions);
    }
}
