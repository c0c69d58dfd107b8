package io.pratique.runtime.language;

import java.util.List;
import java.util.Optional;

/** The syntax tree of a condition. Nodes are shared freely: they do not change. */
public sealed interface Condition {
    Place place();

    /** All of two or more. */
    record And(Place place, List<Condition> conditions) implements Condition {
        public And {
            conditions = List.copyOf(conditions);
        }
    }

    /** Any of two or more. */
    record Or(Place place, List<Condition> conditions) implements Condition {
        public Or {
            conditions = List.copyOf(conditions);
        }
    }

    /** Not; an even number of nots in a row is none. */
    record Not(Place place, Condition condition) implements Condition {}

    /** The name of a macro. */
    record Macro(Place place, String name) implements Condition {}

    /** {@code left exists}. */
    record Exists(Place place, Operand left) implements Condition {}

    /** {@code left operator right}. */
    record Compare(
            Place place, Operand left, Operator operator, Optional<Modifier> modifier, Right right)
            implements Condition {}

    /** The right side of a comparison. */
    sealed interface Right {
        Place place();
    }

    /** A constant as written, without its quotes. */
    record Text(Place place, String text) implements Right {}

    /** Constants in parentheses; may be none. */
    record Texts(Place place, List<Text> texts) implements Right {
        public Texts {
            texts = List.copyOf(texts);
        }
    }

    /** A name in the place of a list; lists that are known were put in before. */
    record Name(Place place, String name) implements Right {}

    /** A field ({@code val(field)}) or a function over fields. */
    record Other(Place place, Operand operand) implements Right {}
}
