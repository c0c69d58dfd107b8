package io.pratique.runtime.state;

import io.pratique.runtime.filter.Value;
import java.util.Arrays;

/** Text that is being put together, in an array that is used again. */
final class TextBuilder {
    private static final byte[] DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private byte[] bytes = new byte[256];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    TextBuilder clear() {
        length = 0;
        return this;
    }

    void cut(int newLength) {
        length = newLength;
    }

    private void room(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
    }

    TextBuilder add(int character) {
        room(1);
        bytes[length++] = (byte) character;
        return this;
    }

    TextBuilder add(byte[] array, int from, int count) {
        room(count);
        System.arraycopy(array, from, bytes, length, count);
        length += count;
        return this;
    }

    TextBuilder add(byte[] array) {
        return add(array, 0, array.length);
    }

    /** Text that is all ASCII. */
    TextBuilder add(String text) {
        int count = text.length();
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += count;
        return this;
    }

    TextBuilder addText(Text text) {
        return add(text.bytes(), 0, text.length());
    }

    /** Text that can be in any character set; allocates when it is not ASCII. */
    TextBuilder addUnicode(String text) {
        return add(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    TextBuilder number(long number) {
        if (number < 0) {
            if (number == Long.MIN_VALUE) {
                return add("-9223372036854775808");
            }
            add('-');
            return unsigned(-number);
        }
        return unsigned(number);
    }

    TextBuilder unsigned(long number) {
        long left = number;
        int digits = 1;
        for (long rest = Long.divideUnsigned(left, 10); rest != 0; ) {
            digits++;
            rest = Long.divideUnsigned(rest, 10);
        }
        room(digits);
        for (int i = digits - 1; i >= 0; i--) {
            long next = Long.divideUnsigned(left, 10);
            bytes[length + i] = (byte) ('0' + (left - next * 10));
            left = next;
        }
        length += digits;
        return this;
    }

    /** With zeros in front. */
    TextBuilder padded(long number, int digits) {
        room(digits);
        long left = number;
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        length += digits;
        return this;
    }

    TextBuilder hex(long number, boolean isUpper) {
        int shift = number == 0 ? 0 : (63 - Long.numberOfLeadingZeros(number)) / 4 * 4;
        for (int i = shift; i >= 0; i -= 4) {
            int digit = DIGITS[(int) (number >>> i) & 0xF];
            add(isUpper && digit > '9' ? digit - 32 : digit);
        }
        return this;
    }

    TextBuilder octal(long number) {
        int shift = number == 0 ? 0 : (63 - Long.numberOfLeadingZeros(number)) / 3 * 3;
        for (int i = shift; i >= 0; i -= 3) {
            add('0' + ((int) (number >>> i) & 7));
        }
        return this;
    }

    /** An address of four bytes or sixteen; one of IPv4 in IPv6 is written as of IPv4. */
    TextBuilder address(byte[] array, int from, int size) {
        if (size == 4) {
            unsigned(array[from] & 0xFF).add('.').unsigned(array[from + 1] & 0xFF).add('.');
            return unsigned(array[from + 2] & 0xFF).add('.').unsigned(array[from + 3] & 0xFF);
        }
        return size == 16 ? version6(array, from) : this;
    }

    /** As RFC 5952: the longest run of two or more zeros becomes two colons. */
    private TextBuilder version6(byte[] b, int from) {
        int start = -1;
        int longest = 1;
        for (int i = 0; i < 8; ) {
            int end = i;
            while (end < 8 && group(b, from, end) == 0) {
                end++;
            }
            if (end - i > longest) {
                longest = end - i;
                start = i;
            }
            i = Math.max(end, i + 1);
        }
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                add(':').add(':');
                i += longest - 1;
                continue;
            }
            if (i > 0 && i != start + longest) {
                add(':');
            }
            hex(group(b, from, i), false);
        }
        return this;
    }

    private static int group(byte[] b, int from, int index) {
        return (b[from + 2 * index] & 0xFF) << 8 | (b[from + 2 * index + 1] & 0xFF);
    }

    /** Gives the text away until it is changed. */
    void give(Value into) {
        into.setBytes(bytes, 0, length);
    }
}
