package io.pratique.runtime.state;

/**
 * How much is remembered. What does not fit is left out or takes the place of what was longest not
 * seen, and is counted in {@link StateCounts}.
 */
public record StateLimits(int threads, int descriptorsOfProcess, int containers, int users) {
    public StateLimits {
        if (threads < 1 || descriptorsOfProcess < 1 || containers < 1 || users < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
    }

    /** Fits a large node: 131,072 threads, 65,536 descriptors in each process. */
    public static StateLimits standard() {
        return new StateLimits(131_072, 65_536, 16_384, 65_536);
    }
}
