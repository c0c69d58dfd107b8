package io.pratique.cli;

import java.util.List;

/** What may be written at a place of a command line: for its check, its help and its completion. */
sealed interface Values {
    /** Any text. */
    record Any() implements Values {}

    /** One of some words; anything else is wrong usage. */
    record Choice(List<String> words) implements Values {
        public Choice {
            words = List.copyOf(words);
        }
    }

    /** Words that are worth offering, while others are right as well. */
    record Suggestions(List<String> words) implements Values {
        public Suggestions {
            words = List.copyOf(words);
        }
    }

    /** A file or a folder. */
    record Files() implements Values {}

    /** A policy: a file, a folder or the name of a preset. */
    record Policies() implements Values {}

    static Values any() {
        return new Any();
    }

    static Values choice(String... words) {
        return new Choice(List.of(words));
    }

    static Values files() {
        return new Files();
    }

    static Values policies() {
        return new Policies();
    }
}
