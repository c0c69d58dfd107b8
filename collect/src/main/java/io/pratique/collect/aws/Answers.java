package io.pratique.collect.aws;

import io.pratique.collect.Coverage;

/** Entries of the coverage for saved answers, which name their file. */
final class Answers {
    private static final String SOURCE = "account";

    private Answers() {}

    static Coverage.Entry failed(String file, Coverage.Reason reason, String detail) {
        return Coverage.Entry.failed(SOURCE, reason, file + ": " + detail);
    }

    static Coverage.Entry denied(String file, String detail) {
        return Coverage.Entry.denied(SOURCE, file + ": " + detail);
    }

    static Coverage.Entry skipped(String file, String detail) {
        return Coverage.Entry.skipped(SOURCE, file + ": " + detail);
    }
}
