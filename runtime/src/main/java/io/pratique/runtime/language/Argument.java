package io.pratique.runtime.language;

import java.util.List;

/** An argument of a {@link Operand.Call}. */
public sealed interface Argument permits Operand, Argument.Literal, Argument.Several {
    Place place();

    /** A quoted text without its quotes, or a number as written. */
    record Literal(Place place, String text, boolean isNumber) implements Argument {}

    /** Arguments in parentheses. */
    record Several(Place place, List<Argument> arguments) implements Argument {
        public Several {
            arguments = List.copyOf(arguments);
        }
    }
}
