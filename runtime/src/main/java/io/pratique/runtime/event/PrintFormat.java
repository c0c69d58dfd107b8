package io.pratique.runtime.event;

/** How a number is written. */
public enum PrintFormat {
    NA,
    DEC,
    HEX,
    PADDED_DEC,
    ID,
    DIR,
    OCT
}
