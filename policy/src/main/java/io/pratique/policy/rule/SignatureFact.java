package io.pratique.policy.rule;

/** Whether an image is signed as an attestor demands. */
public sealed interface SignatureFact {
    /** It is. */
    record Verified() implements SignatureFact {}

    /**
     * It is not.
     *
     * @param reason a phrase, for people: {@code no signature was found}
     */
    record Rejected(String reason) implements SignatureFact {}

    /**
     * It could not be checked.
     *
     * @param reason a phrase, for people
     * @param remedy what would change it, a sentence
     */
    record Unknown(String reason, String remedy) implements SignatureFact {}
}
