package io.pratique.document;

/** A source that cannot be read as JSON or YAML, or that breaks a limit. */
public final class InvalidDocument extends RuntimeException {
    /** Why a source was refused. The names in {@link #id} are stable. */
    public enum Code {
        JSON_SYNTAX("json-syntax"),
        YAML_SYNTAX("yaml-syntax"),
        DUPLICATE_KEY("duplicate-key"),
        TOO_DEEP("too-deep"),
        TOO_MANY_ALIASES("too-many-aliases"),
        TOO_LARGE("too-large"),
        NOT_UTF8("not-utf8"),
        WRONG_TYPE("wrong-type"),
        WRONG_VALUE("wrong-value");

        private final String id;

        Code(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    private final Code code;
    private final String hint;
    private final Position position;

    public InvalidDocument(Code code, Position position, String message, String hint) {
        super(message, null, false, false);
        this.code = code;
        this.position = position;
        this.hint = hint;
    }

    public Code code() {
        return code;
    }

    /** Where it was found. */
    public Position position() {
        return position;
    }

    /** What to write instead, a sentence; empty when the message says it all. */
    public String hint() {
        return hint;
    }

    /** The message of this error; never null. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? code.id() : message;
    }
}
