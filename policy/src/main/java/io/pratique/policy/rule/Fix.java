package io.pratique.policy.rule;

import java.util.List;

/**
 * How a violation is mended by a change of the object, as the rule knows it. What the change is for
 * one object, which may or may not have the parents of the value, is a {@link
 * io.pratique.policy.fix.Patch}.
 */
public sealed interface Fix {
    /**
     * Writing a value where the violation points.
     *
     * @param json the value
     * @param without the keys beside it that contradict the new value and must go, such as {@code
     *     localhostProfile} beside the type of a profile
     */
    record Write(String json, List<String> without) implements Fix {
        public Write {
            without = List.copyOf(without);
        }
    }

    /**
     * Adding texts to the list that the violation points at: what the list holds already stays.
     *
     * @param texts what it must hold, at least one
     */
    record Include(List<String> texts) implements Fix {
        public Include {
            texts = List.copyOf(texts);
        }
    }

    /** Taking away what the violation points at. */
    record Remove() implements Fix {}

    /** Somebody has to decide: there is no value that is right for everybody. */
    record Manual() implements Fix {}

    Fix REMOVE = new Remove();
    Fix MANUAL = new Manual();

    static Fix write(String json) {
        return new Write(json, List.of());
    }

    static Fix include(List<String> texts) {
        return new Include(texts);
    }
}
