package io.pratique.runtime.engine;

/**
 * Judges the current event of one source by all rules. Belongs to the thread of its source; makes
 * no objects, but for values that a regular expression has not seen lately.
 */
public abstract class Evaluator {
    private final int[] programOf;

    /**
     * The number of events that were judged. What is remembered for an event carries this number,
     * so that nothing needs to be forgotten.
     */
    long epoch;

    Evaluator(int[] programOf) {
        this.programOf = programOf;
    }

    /**
     * Finds the rules that the current event matches.
     *
     * @param eventType the number of its type; nothing matches one that is not in the table
     * @param into receives the indexes of the rules in the order of the list that was compiled; has
     *     room for all of them
     * @return how many matched
     */
    public final int matches(int eventType, int[] into) {
        if (eventType < 0 || eventType >= programOf.length) {
            return 0;
        }
        int program = programOf[eventType];
        if (program < 0) {
            return 0;
        }
        epoch++;
        return run(program, into);
    }

    /** Whether any rule could fire on this type of event. */
    public final boolean concerns(int eventType) {
        return eventType >= 0 && eventType < programOf.length && programOf[eventType] >= 0;
    }

    abstract int run(int program, int[] into);
}
