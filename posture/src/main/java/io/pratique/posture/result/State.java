package io.pratique.posture.result;

/** What a template says of a subject. */
public enum State {
    PASS,
    FAIL,
    /** The control has no meaning for the subject. */
    NOT_APPLICABLE,
    /** The platform decides it; see {@link Basis}. */
    PLATFORM_ENFORCED,
    /** What would decide it is not known; never good, never bad. */
    NO_EVIDENCE,
    /** A defect of the rule itself. */
    ERROR
}
