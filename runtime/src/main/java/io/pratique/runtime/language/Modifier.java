package io.pratique.runtime.language;

/** How many of several constants must satisfy the operator (libs 0.25). */
public enum Modifier {
    ONEOF("oneof"),
    ANYOF("anyof"),
    ALLOF("allof");

    private final String word;

    Modifier(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
