package io.pratique.runtime.event;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** An immutable set of event numbers. */
public final class EventSet {
    private final long[] words;

    private EventSet(long[] words) {
        this.words = words;
    }

    /** A set of the numbers that a bit set holds. */
    public static EventSet of(BitSet numbers) {
        return new EventSet(numbers.toLongArray());
    }

    public static EventSet none() {
        return new EventSet(new long[0]);
    }

    public boolean contains(int number) {
        int word = number >> 6;
        return word < words.length && (words[word] & 1L << number) != 0;
    }

    public EventSet and(EventSet other) {
        long[] both = new long[Math.min(words.length, other.words.length)];
        for (int i = 0; i < both.length; i++) {
            both[i] = words[i] & other.words[i];
        }
        return new EventSet(trim(both));
    }

    public EventSet or(EventSet other) {
        long[] either = Arrays.copyOf(words, Math.max(words.length, other.words.length));
        for (int i = 0; i < other.words.length; i++) {
            either[i] |= other.words[i];
        }
        return new EventSet(either);
    }

    /** What is here and not there. */
    public EventSet minus(EventSet other) {
        long[] rest = words.clone();
        for (int i = 0; i < Math.min(rest.length, other.words.length); i++) {
            rest[i] &= ~other.words[i];
        }
        return new EventSet(trim(rest));
    }

    private static long[] trim(long[] words) {
        int length = words.length;
        while (length > 0 && words[length - 1] == 0) {
            length--;
        }
        return length == words.length ? words : Arrays.copyOf(words, length);
    }

    public int size() {
        return Arrays.stream(words).mapToInt(Long::bitCount).sum();
    }

    public boolean isEmpty() {
        return words.length == 0;
    }

    /** The numbers, ascending. */
    public IntStream numbers() {
        return BitSet.valueOf(words).stream();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventSet set && Arrays.equals(words, set.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return BitSet.valueOf(words).toString();
    }
}
