package io.pratique.runtime.engine;

import io.pratique.runtime.field.FieldType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A few values, so that rules and events often meet. */
final class Vocabulary {
    private final List<byte[]> texts = new ArrayList<>();
    private static final List<String> WORDS =
            List.of(
                    "",
                    "a",
                    "ab",
                    "abc",
                    "b",
                    "sh",
                    "bash",
                    "BASH",
                    "dash",
                    "/",
                    "//",
                    "/etc",
                    "/etc/",
                    "/etc//shadow",
                    "/etc/passwd",
                    "/etc/passwd.bak",
                    "etc/passwd",
                    "/usr/bin/bash",
                    "/usr/bin",
                    "/usr/binx",
                    "/home/u/.ssh/id_rsa",
                    "/home/v/.ssh/known",
                    "a.b.c",
                    "caf\u00e9",
                    "\ud83d\ude00",
                    "a b  c",
                    "-f x -o y",
                    "Zm9v",
                    "Zm9vYg==",
                    "12",
                    "8080",
                    "a".repeat(70),
                    "/" + "d/".repeat(40) + "end",
                    "nginx",
                    "nginx:1.25",
                    "*",
                    "[a]",
                    "a\\b",
                    "line\nbreak",
                    "host",
                    "true",
                    "0");
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        3,
        22,
        80,
        443,
        8080,
        127,
        128,
        255,
        -1,
        -2,
        -128,
        1000,
        65535,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final double[] REALS = {0, -0.0, 1, 1.5, -2.25, 1e9};
    private static final byte[][] ADDRESSES = {
        {10, 0, 0, 1},
        {10, 1, 2, 3},
        {127, 0, 0, 1},
        {(byte) 192, (byte) 168, 1, 5},
        {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
        {(byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7},
        {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2}
    };

    Vocabulary() {
        for (String word : WORDS) {
            texts.add(word.getBytes(StandardCharsets.UTF_8));
        }
        texts.add(new byte[] {(byte) 0xff, 'a', (byte) 0x80});
        texts.add(new byte[] {'a', 0, 'b'});
    }

    /** Adds the values that a rule set asks for. */
    void add(byte[] text) {
        texts.add(text);
    }

    /** A text, a piece of one, two in a row, or one with a byte changed. */
    byte[] bytes(Random random) {
        byte[] text = texts.get(random.nextInt(texts.size()));
        return switch (random.nextInt(8)) {
            case 0 -> join(text, texts.get(random.nextInt(texts.size())));
            case 1 -> join(join(new byte[] {'/'}, text), texts.get(random.nextInt(texts.size())));
            case 2 -> Arrays.copyOf(text, random.nextInt(text.length + 1));
            case 3 -> {
                byte[] changed = text.clone();
                if (changed.length > 0) {
                    changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
                }
                yield changed;
            }
            default -> text;
        };
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    /** A number that the type can hold. */
    long number(FieldType type, Random random) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        return switch (type) {
            case INT8 -> (byte) number;
            case INT16 -> (short) number;
            case INT32 -> (int) number;
            case UINT8 -> number & 0xFF;
            case UINT16, PORT -> number & 0xFFFF;
            case UINT32 -> number & 0xFFFFFFFFL;
            case TEXT,
                    BYTES,
                    BOOL,
                    INT64,
                    UINT64,
                    RELTIME,
                    ABSTIME,
                    DOUBLE,
                    ADDRESS,
                    NETWORK,
                    DYNAMIC ->
                    number;
        };
    }

    double real(Random random) {
        return REALS[random.nextInt(REALS.length)];
    }

    byte[] address(Random random) {
        byte[] address = ADDRESSES[random.nextInt(ADDRESSES.length)].clone();
        if (random.nextInt(3) == 0) {
            address[random.nextInt(address.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return address;
    }
}
