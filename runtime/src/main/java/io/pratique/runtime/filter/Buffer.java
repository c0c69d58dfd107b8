package io.pratique.runtime.filter;

import io.pratique.runtime.field.FieldType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that a function puts its result in; used again for every event. */
final class Buffer {
    private byte[] bytes = new byte[64];
    private int length;

    void clear() {
        length = 0;
    }

    void append(byte b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = b;
    }

    /** Appends a value as an output prints it. */
    void append(Value value, FieldType type) {
        if (value.kind() == Value.Kind.BYTES
                && (type.kind() == FieldType.Kind.TEXT || type.kind() == FieldType.Kind.BYTES)) {
            append(value.bytes(), value.offset(), value.length());
        } else {
            byte[] text = ValueText.of(value, type).getBytes(StandardCharsets.UTF_8);
            append(text, 0, text.length);
        }
    }

    private void append(byte[] array, int from, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
        System.arraycopy(array, from, bytes, length, count);
        length += count;
    }

    void give(Value into) {
        into.setBytes(bytes, 0, length);
    }
}
