package io.pratique.runtime.correlation;

import java.util.OptionalLong;

/**
 * What a count is compared with: all that are present must hold.
 *
 * @param least the count from which it holds; 0 when any will do
 * @param most the count up to which it holds; empty when there is no end
 */
public record Threshold(long least, OptionalLong most) {
    /** Whether a count satisfies it. */
    public boolean holds(long count) {
        return count >= least && (most.isEmpty() || count <= most.getAsLong());
    }

    /**
     * Whether a greater count holds when a smaller does: then it can be told as soon as it is
     * reached, and not only when the time is over.
     */
    public boolean isGrowing() {
        return most.isEmpty();
    }

    @Override
    public String toString() {
        if (most.isEmpty()) {
            return "at least " + least;
        }
        return most.getAsLong() == least
                ? "exactly " + least
                : least == 0
                        ? "at most " + most.getAsLong()
                        : "from " + least + " to " + most.getAsLong();
    }
}
