package io.pratique.runtime.engine;

import io.pratique.runtime.filter.Value;

/**
 * Judges all comparisons of one kind over one expression at once. Each comparison has a bit; a row
 * is a set of them. Tables do not change, so they may be shared between threads.
 */
sealed interface RowTable
        permits ByteTrie, NetworkTrie, NumberTable, PathTrie, SubstringTable, TextTable {
    /**
     * The comparisons that hold for one value, which is no list.
     *
     * @param scratch of the length of a row; some tables give the answer in it, others leave it
     * @return not to be changed, and good until the next call with the same scratch
     */
    int[] find(Value value, int[] scratch);
}
