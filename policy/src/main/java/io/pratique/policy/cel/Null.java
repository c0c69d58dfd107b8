package io.pratique.policy.cel;

/** The value {@code null} of the language. */
enum Null {
    NULL
}
