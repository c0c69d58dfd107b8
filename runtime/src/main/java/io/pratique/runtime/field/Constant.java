package io.pratique.runtime.field;

/** The right side of a comparison, read as the type of the left one. */
public sealed interface Constant {
    /** Text or bytes; also a pattern, a path prefix or the text of a regular expression. */
    record Text(Bytes bytes) implements Constant {}

    /** A number or boolean; without a sign when its type has none. */
    record Whole(long value) implements Constant {}

    /** A number with a fraction. */
    record Real(double value) implements Constant {}

    /** Four bytes or sixteen, in network order. */
    record Address(Bytes bytes) implements Constant {}

    /** A network: its address with the bits behind the prefix cleared. */
    record Network(Bytes bytes, int prefix) implements Constant {}
}
