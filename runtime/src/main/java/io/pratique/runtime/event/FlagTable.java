package io.pratique.runtime.event;

import java.util.List;

/**
 * Names of bits, or of values of an enumeration.
 *
 * @param symbols in the order in which they are tried
 */
public record FlagTable(String name, List<Symbol> symbols) {
    /** A name and its bits, as an unsigned number. */
    public record Symbol(String name, long value) {}

    public FlagTable {
        symbols = List.copyOf(symbols);
    }
}
