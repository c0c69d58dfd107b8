package io.pratique.runtime.form;

import io.pratique.document.Position;
import java.util.Locale;

/**
 * What is wrong or odd in a document.
 *
 * @param file the name of the source
 * @param path from the document to the value, such as {@code correlation.timespan}; may be empty
 * @param value as written; empty when there is none
 * @param message a sentence without its full stop
 * @param hint what to write instead, a sentence; empty when the message says it all
 */
public record FormProblem(
        Code code,
        String file,
        Position position,
        String path,
        String value,
        String message,
        String hint) {
    /** Kinds of problems; their {@link #id} is stable. */
    public enum Code {
        /** The file or document cannot be read. */
        UNREADABLE(true),
        UNKNOWN_KEY(false),
        MISSING_KEY(true),
        WRONG_TYPE(true),
        WRONG_VALUE(true),
        /** The name is taken. */
        DUPLICATE(true),
        /** It names something that is not there. */
        UNKNOWN_NAME(true),
        /** It names something that is not there, and goes on without it. */
        UNKNOWN_REFERENCE(false),
        /** Things refer to each other in a circle. */
        CIRCLE(true);

        private final boolean error;

        Code(boolean error) {
            this.error = error;
        }

        /** Whether the item is not used for it. */
        public boolean isError() {
            return error;
        }

        /** As reports write it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public String toString() {
        return file
                + ":"
                + position
                + ": "
                + code.id()
                + ": "
                + (path.isEmpty() ? "" : path + ": ")
                + message
                + (hint.isEmpty() ? "" : ". " + hint);
    }
}
