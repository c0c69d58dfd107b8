package io.pratique.policy.rule;

/** Parameters that each are right and together are not, or whose values nothing can be. */
public final class InvalidParameters extends RuntimeException {
    private final String parameter;
    private final String hint;
    private final int line;
    private final int column;

    /** As the other one, for a value that is wrong as a whole. */
    public InvalidParameters(String parameter, String message, String hint) {
        this(parameter, message, hint, 0, 0);
    }

    /**
     * @param parameter its name; for a value inside a list of objects the way to it, such as {@code
     *     variables/2/expression}
     * @param hint what to write instead: a sentence
     * @param line inside the value, from 1; 0 for the whole value
     * @param column inside the value in code points, from 1; 0 for the whole value
     */
    public InvalidParameters(String parameter, String message, String hint, int line, int column) {
        super(message, null, false, false);
        this.parameter = parameter;
        this.hint = hint;
        this.line = line;
        this.column = column;
    }

    /** The parameter to change: a name, or the way to a value inside it. */
    public String parameter() {
        return parameter;
    }

    /** What to write instead: a sentence. */
    public String hint() {
        return hint;
    }

    /** The line inside the value, from 1; 0 when the whole value is meant. */
    public int line() {
        return line;
    }

    /** The column inside the value in code points, from 1; 0 when the whole value is meant. */
    public int column() {
        return column;
    }
}
