package io.pratique.policy.rule;

/** How a violation is mended by a change of the object. */
public sealed interface Fix {
    /** Writing a value where the violation points. */
    record Write(String json) implements Fix {}

    /** Taking away what the violation points at. */
    record Remove() implements Fix {}

    /** Somebody has to decide: there is no value that is right for everybody. */
    record Manual() implements Fix {}

    Fix REMOVE = new Remove();
    Fix MANUAL = new Manual();

    static Fix write(String json) {
        return new Write(json);
    }
}
