package io.pratique.policy;

import java.util.List;

/** What is decided on a {@link Change}. */
public sealed interface Ruling {
    /**
     * It was judged.
     *
     * @param existing violations that were there before and do not count in the decision
     */
    record Judged(Decision decision, List<Violation> existing) implements Ruling {
        public Judged {
            existing = List.copyOf(existing);
        }
    }

    /** It was let through unjudged. */
    record NotJudged(Reason reason) implements Ruling {}

    /** Why a change is not judged. */
    enum Reason {
        DELETION("the object is being deleted, which never makes anything worse"),
        TERMINATING("the object waits for its deletion, which an update must not hold up"),
        NOTHING_NEW("the update of the pod changes nothing that its containers run");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** For people, a phrase. */
        public String words() {
            return words;
        }
    }
}
