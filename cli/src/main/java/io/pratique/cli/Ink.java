package io.pratique.cli;

/** ANSI colours, or none. */
enum Ink {
    BOLD("1"),
    DIM("2"),
    RED("1;31"),
    GREEN("32"),
    YELLOW("33"),
    CYAN("36");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    /** The text in this colour, when colours are wanted. */
    String on(String text, boolean colours) {
        return colours && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
