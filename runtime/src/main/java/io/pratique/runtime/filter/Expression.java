package io.pratique.runtime.filter;

import io.pratique.runtime.field.Constant;
import io.pratique.runtime.field.FieldRead;
import io.pratique.runtime.field.FieldType;
import io.pratique.runtime.language.Transformer;
import java.util.List;

/**
 * Something with a value for an event. Equal expressions have equal values, so an engine may
 * compute each once.
 */
public sealed interface Expression {
    /** The type of the value, or of its elements when it is a list. */
    FieldType type();

    /** How many values it gives. */
    FieldRead.Many many();

    /** The value of a field. */
    record Read(FieldRead field) implements Expression {
        @Override
        public FieldType type() {
            return field.type();
        }

        @Override
        public FieldRead.Many many() {
            return field.many();
        }
    }

    /** A text or a number that stands in the arguments of a function. */
    record Literal(FieldType type, Constant value) implements Expression {
        @Override
        public FieldRead.Many many() {
            return FieldRead.Many.ONE;
        }
    }

    /** Expressions in parentheses: a list; missing when one of them is. */
    record Listing(List<Expression> elements) implements Expression {
        public Listing {
            elements = List.copyOf(elements);
        }

        @Override
        public FieldType type() {
            return FieldType.TEXT;
        }

        @Override
        public FieldRead.Many many() {
            return FieldRead.Many.LIST;
        }
    }

    /**
     * A function of expressions.
     *
     * @param index for {@code getopt}: the option; empty otherwise
     */
    record Transformed(
            Transformer function,
            List<Expression> arguments,
            String index,
            FieldType type,
            FieldRead.Many many)
            implements Expression {
        public Transformed {
            arguments = List.copyOf(arguments);
        }
    }
}
