package io.pratique.collect.dockerfile;

import java.util.List;
import java.util.Map;

/**
 * One instruction.
 *
 * @param keyword what it does; of an ONBUILD, the instruction behind it
 * @param line of its first character, from 1
 * @param endLine of its last line, here-documents included
 * @param form whether the arguments are words of a list, or one text for a shell
 * @param flags by name without dashes; a flag without a value has the empty text, and one that is
 *     written several times has several values
 * @param arguments as docs/evidence.md says: one text in shell form, words in list form, {@code
 *     NAME=value} each for ENV, ARG and LABEL. Variables whose values are certain are filled in,
 *     where the builder does that
 * @param unresolved indexes of arguments in which a variable has no known value
 * @param onbuild true when it runs in builds on top of this image
 */
public record Instruction(
        Keyword keyword,
        int line,
        int endLine,
        Form form,
        Map<String, List<String>> flags,
        List<String> arguments,
        List<Integer> unresolved,
        boolean onbuild,
        List<Heredoc> heredocs) {
    public Instruction {
        arguments = List.copyOf(arguments);
        unresolved = List.copyOf(unresolved);
        heredocs = List.copyOf(heredocs);
    }

    /** How the arguments are written. */
    public enum Form {
        SHELL,
        EXEC
    }
}
