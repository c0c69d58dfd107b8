package io.pratique.runtime.event;

/** What an event type does; names as in falcosecurity/libs, without EF_. */
public enum EventFlag {
    CREATES_FD,
    DESTROYS_FD,
    USES_FD,
    READS_FROM_FD,
    WRITES_TO_FD,
    MODIFIES_STATE,
    /** Never produced: it fills the pair of enter and exit. */
    UNUSED,
    WAITS,
    SKIPPARSERESET,
    /** Only in old captures. */
    OLD_VERSION,
    /** Lengths of its parameters take four bytes. */
    LARGE_PAYLOAD,
    /** An old capture's event of this type is rewritten when it is read. */
    CONVERTER_MANAGED
}
