package io.pratique.posture;

/** Which defaults the parameters have. */
public enum Profile {
    BASELINE,
    STRICT
}
