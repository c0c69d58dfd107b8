package io.pratique.runtime.language;

import java.util.List;
import java.util.Optional;

/** What a check looks at: a field, or a function over fields. */
public sealed interface Operand extends Argument {
    /**
     * {@code name} or {@code name[argument]}; the argument without its quotes.
     *
     * @param name with its dots, an argument that is written with a dot included ({@code
     *     evt.arg.flags})
     */
    record Field(Place place, String name, Optional<String> argument) implements Operand {}

    /** {@code function(arguments)} or {@code function(arguments)[index]}. */
    record Call(Place place, Transformer function, List<Argument> arguments, Optional<String> index)
            implements Operand {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }
}
