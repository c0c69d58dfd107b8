package io.pratique.cli;

/** Words on the command line that make no sense. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message, null, false, false);
    }
}
