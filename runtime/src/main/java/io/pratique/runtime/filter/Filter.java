package io.pratique.runtime.filter;

import io.pratique.runtime.field.Constant;
import io.pratique.runtime.language.Modifier;
import io.pratique.runtime.language.Operator;
import java.util.List;

/**
 * A checked condition: lists and macros are put in, fields are resolved, constants are read as the
 * types that they are compared with. Equal filters hold for the same events.
 */
public sealed interface Filter {
    /** Holds when all of two or more hold. */
    record All(List<Filter> filters) implements Filter {
        public All {
            filters = List.copyOf(filters);
        }
    }

    /** Holds when one of two or more holds. */
    record Any(List<Filter> filters) implements Filter {
        public Any {
            filters = List.copyOf(filters);
        }
    }

    /** Holds when the filter does not: also when it does not for lack of a value. */
    record Negation(Filter filter) implements Filter {}

    /**
     * A leaf. It never holds when the left side has no value: not even {@link Operator#NOT_EQUAL}
     * does.
     */
    sealed interface Check extends Filter {
        Expression left();
    }

    /** Holds when there is a value. */
    record Exists(Expression left) implements Check {}

    /** One constant, and an operator that is none of in, intersects and pmatch. */
    record Compare(Expression left, Operator operator, Constant right) implements Check {}

    /** As {@link Compare}, over constants; never holds for none. */
    record Quantified(Expression left, Operator operator, Modifier modifier, List<Constant> rights)
            implements Check {
        public Quantified {
            rights = List.copyOf(rights);
        }
    }

    /**
     * {@code in}, and {@code intersects} for a list. Of a list, {@code in} wants every element in
     * the set, {@code intersects} wants one. For one value both are the same.
     */
    record Member(Expression left, boolean intersects, List<Constant> set) implements Check {
        public Member {
            set = List.copyOf(set);
        }
    }

    /** {@code pmatch}: the path is one of these, or lies below one; they may hold glob signs. */
    record Below(Expression left, List<Constant> paths) implements Check {
        public Below {
            paths = List.copyOf(paths);
        }
    }

    /** Another expression on the right; never holds when it has no value. */
    record CompareWith(Expression left, Operator operator, Expression right) implements Check {}
}
