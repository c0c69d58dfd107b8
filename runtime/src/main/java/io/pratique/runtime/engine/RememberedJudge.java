package io.pratique.runtime.engine;

import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.filter.Value;
import java.util.Arrays;

/**
 * Remembers what a costly test said about the values that it saw last: a regular expression needs a
 * text object for each value, and values repeat. Belongs to one evaluator.
 */
final class RememberedJudge implements Interpreter.ValueJudge {
    private static final int PLACES = 256;
    private static final int LONGEST = 512;
    private static final byte[] EMPTY = new byte[0];

    private final Interpreter.ValueJudge judge;
    private final byte[][] values = new byte[PLACES][];
    private final boolean[] verdicts = new boolean[PLACES];

    RememberedJudge(Interpreter.ValueJudge judge) {
        this.judge = judge;
        Arrays.fill(values, EMPTY);
        // The empty value is at every place before others are.
        Value empty = new Value();
        empty.setBytes(EMPTY, 0, 0);
        Arrays.fill(verdicts, judge.holds(empty));
    }

    @Override
    public boolean holds(Value value) {
        int length = value.length();
        if (value.kind() != Value.Kind.BYTES || length > LONGEST) {
            return judge.holds(value);
        }
        byte[] bytes = value.bytes();
        int from = value.offset();
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        byte[] known = values[place];
        if (known.length == length && Arrays.equals(bytes, from, from + length, known, 0, length)) {
            return verdicts[place];
        }
        boolean verdict = judge.holds(value);
        values[place] = Arrays.copyOfRange(bytes, from, from + length);
        verdicts[place] = verdict;
        return verdict;
    }
}
