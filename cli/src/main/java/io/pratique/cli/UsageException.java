package io.pratique.cli;

/** Words on the command line that make no sense. */
final class UsageException extends RuntimeException {
    private final String hint;
    private final String command;

    UsageException(String message) {
        this(message, "", "");
    }

    /**
     * Wrong usage of a command.
     *
     * @param hint what to write instead, a sentence; empty when the message says it all
     * @param command whose help to read: {@code policy validate}; empty for the program's
     */
    UsageException(String message, String hint, String command) {
        super(message, null, false, false);
        this.hint = hint;
        this.command = command;
    }

    /** All that is to be said, on one line. */
    String shown() {
        String help = command.isEmpty() ? "pratique --help" : "pratique " + command + " --help";
        return getMessage() + (hint.isEmpty() ? "" : ". " + hint) + " (see " + help + ")";
    }
}
