package io.pratique.policy.cel;

import io.pratique.document.Document;
import io.pratique.document.KeyTable;

/** A key that an expression names: looked up on a tape without decoding the keys there. */
record MemberName(String text, KeyTable table) {
    static MemberName of(String text) {
        return new MemberName(text, KeyTable.of(text));
    }

    /** The node of the value in an object, or -1. */
    int in(Document document, int object) {
        int end = document.next(object);
        for (int k = document.first(object); k < end; k = document.next(document.value(k))) {
            if (table.find(document, k) == 0) {
                return document.value(k);
            }
        }
        return -1;
    }
}
