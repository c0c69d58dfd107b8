package io.pratique.cli;

import java.util.List;
import java.util.Optional;

/**
 * An option of a command.
 *
 * @param name with its two dashes: {@code --output}
 * @param letter its short form with one dash: {@code -o}; empty for none
 * @param placeholder what stands for its value in the help: {@code FORMAT}; empty for a flag, which
 *     has no value
 * @param values what the value may be; of no meaning for a flag
 * @param repeatable whether it may be given several times
 * @param description a phrase for the help, with the default
 */
record Option(
        String name,
        Optional<String> letter,
        String placeholder,
        Values values,
        boolean repeatable,
        String description) {
    /** An option that is there or not. */
    static Option flag(String name, String description) {
        return new Option(name, Optional.empty(), "", Values.any(), false, description);
    }

    /** An option with one value. */
    static Option value(String name, String placeholder, Values values, String description) {
        return new Option(name, Optional.empty(), placeholder, values, false, description);
    }

    /** An option with one of some words as its value; they stand in the help. */
    static Option choice(String name, List<String> words, String description) {
        return new Option(
                name,
                Optional.empty(),
                String.join("|", words),
                new Values.Choice(words),
                false,
                description);
    }

    /** The same option with a short form. */
    Option or(String letter) {
        return new Option(name, Optional.of(letter), placeholder, values, repeatable, description);
    }

    /** The same option, which may be given several times. */
    Option several() {
        return new Option(name, letter, placeholder, values, true, description);
    }

    boolean isFlag() {
        return placeholder.isEmpty();
    }
}
