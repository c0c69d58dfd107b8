package io.pratique.cli;

import java.util.Map;

/**
 * What the process writes to. Java cannot tell a terminal from a file for each stream, and to ask
 * it costs a tenth of a short run: the launcher, a shell, asks for nothing and says it in {@code
 * PRATIQUE_TERMINAL}: the words {@code out} and {@code err}, each when that stream is a terminal,
 * and the number of columns. Without that variable nothing is a terminal.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is one
 * @param columns the width of a line; {@value #DEFAULT_COLUMNS} when nobody knows
 * @param colours whether colours are wanted on a terminal, not on one, or where it is one
 */
record Terminal(boolean out, boolean err, int columns, Colours colours) {
    static final int DEFAULT_COLUMNS = 80;

    private static final int MIN_COLUMNS = 20;
    private static final int MAX_COLUMNS = 1000;

    /** When to write colours. */
    enum Colours {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** No terminal at all. */
    static Terminal none() {
        return new Terminal(false, false, DEFAULT_COLUMNS, Colours.AUTO);
    }

    /**
     * As the environment says. {@code NO_COLOR} (no-color.org) with any value but the empty one
     * turns colours off, {@code CLICOLOR_FORCE} with any value but the empty one and 0 turns them
     * on where it is not set, and a terminal that is {@code TERM=dumb} has none.
     */
    static Terminal of(Map<String, String> environment) {
        boolean out = false;
        boolean err = false;
        int columns = columns(environment.getOrDefault("COLUMNS", ""), DEFAULT_COLUMNS);
        for (String word : environment.getOrDefault("PRATIQUE_TERMINAL", "").split(" ", -1)) {
            switch (word) {
                case "out" -> out = true;
                case "err" -> err = true;
                default -> columns = columns(word, columns);
            }
        }
        Colours colours = Colours.AUTO;
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            colours = Colours.NEVER;
        } else {
            String force = environment.getOrDefault("CLICOLOR_FORCE", "");
            if (!force.isEmpty() && !force.equals("0")) {
                colours = Colours.ALWAYS;
            } else if (environment.getOrDefault("TERM", "").equals("dumb")) {
                colours = Colours.NEVER;
            }
        }
        return new Terminal(out, err, columns, colours);
    }

    /** The same with what {@code --color} says: {@code auto}, {@code always} or {@code never}. */
    Terminal withColours(String when) {
        return switch (when) {
            case "always" -> new Terminal(out, err, columns, Colours.ALWAYS);
            case "never" -> new Terminal(out, err, columns, Colours.NEVER);
            default -> this;
        };
    }

    /** Whether to colour what is written to standard output. */
    boolean coloursOut() {
        return switch (colours) {
            case AUTO -> out;
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }

    private static int columns(String text, int fallback) {
        if (text.isEmpty() || text.length() > 6 || !text.chars().allMatch(Character::isDigit)) {
            return fallback;
        }
        int columns = Integer.parseInt(text);
        // A terminal that says 0 does not know.
        return columns < MIN_COLUMNS ? fallback : Math.min(columns, MAX_COLUMNS);
    }
}
