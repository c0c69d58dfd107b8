package io.pratique.policy;

import java.time.LocalDate;

/**
 * A violation that an exception would still let pass, had it not ended. It counts as a violation;
 * whoever renews the exception wants to know.
 *
 * @param exception its name, as in {@link Excepted}
 * @param ended the last day on which it held (UTC)
 */
public record Expired(Violation violation, String exception, LocalDate ended) {}
