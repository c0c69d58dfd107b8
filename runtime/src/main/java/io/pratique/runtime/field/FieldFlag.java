package io.pratique.runtime.field;

/** What is special about a field. */
public enum FieldFlag {
    ARGUMENT_REQUIRED,
    ARGUMENT_ALLOWED,
    /** Its value is a list: only in, intersects and exists fit. */
    LIST,
    DEPRECATED,
    /** Cannot stand on the right side of a comparison. */
    NO_RIGHT,
    /** Cannot be given to a function. */
    NO_TRANSFORMER,
    /** Cannot be printed. */
    FILTER_ONLY,
    /** Cannot be compared. */
    PRINT_ONLY,
    /** Meant for tables of sysdig; neither compared nor printed by rules, but accepted. */
    TABLE_ONLY,
    /** Looks at both ends of a connection. */
    BOTH_ENDS
}
