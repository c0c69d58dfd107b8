package io.pratique.runtime.state;

import io.pratique.runtime.filter.Value;
import java.nio.charset.StandardCharsets;

/** A text that does not change, ready as bytes. */
record Text(byte[] bytes) {
    static Text of(String text) {
        return new Text(text.getBytes(StandardCharsets.UTF_8));
    }

    int length() {
        return bytes.length;
    }

    void give(Value into) {
        into.setBytes(bytes, 0, bytes.length);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
