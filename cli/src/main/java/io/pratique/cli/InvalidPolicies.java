package io.pratique.cli;

import java.util.List;

/** Policies that nothing can be judged by. */
final class InvalidPolicies extends RuntimeException {
    @SuppressWarnings("serial") // Never serialised.
    private final List<Fault> faults;

    InvalidPolicies(List<Fault> faults) {
        super("policies are invalid", null, false, false);
        this.faults = List.copyOf(faults);
    }

    /** All that is wrong and odd with them. */
    List<Fault> faults() {
        return faults;
    }
}
