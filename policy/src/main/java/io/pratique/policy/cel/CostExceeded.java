package io.pratique.policy.cel;

/** An expression costs more than it may. Unlike a failure, {@code ||} does not get over it. */
final class CostExceeded extends RuntimeException {
    private final long limit;

    CostExceeded(long limit) {
        super("cost limit", null, false, false);
        this.limit = limit;
    }

    /** The limit, in units. */
    long limit() {
        return limit;
    }
}
