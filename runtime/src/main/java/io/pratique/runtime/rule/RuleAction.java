package io.pratique.runtime.rule;

/** What is to be done when a rule fires. */
public enum RuleAction {
    LOG("log"),
    ISOLATE("isolate"),
    TERMINATE("terminate");

    private final String word;

    RuleAction(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
