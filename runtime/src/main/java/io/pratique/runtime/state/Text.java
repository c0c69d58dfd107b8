package io.pratique.runtime.state;

import io.pratique.runtime.filter.Value;
import java.nio.charset.StandardCharsets;

/** A text that does not change, ready as bytes. */
final class Text {
    private final byte[] bytes;

    private Text(byte[] bytes) {
        this.bytes = bytes;
    }

    static Text of(String text) {
        return new Text(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
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
