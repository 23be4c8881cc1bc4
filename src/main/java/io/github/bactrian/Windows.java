package io.github.bactrian;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * All parts of a text that have one length, found by their content, case aside. Two parts may be taken for the same that are
 * not; who masks then masks too much, never too little.
 */
final class Windows {
    private static final long BASE = 0x9E3779B97F4A7C15L | 1;
    private static final int NONE = -1;
    private static final int TAKEN = -2;

    private final long[] hashes;
    private final int[] first;
    private final int[] next;

    /** @param length at most that of the text */
    Windows(String text, int length) {
        int windows = text.length() - length + 1;
        int capacity = Integer.highestOneBit(Math.max(2, windows)) * 4;
        hashes = new long[capacity];
        first = new int[capacity];
        next = new int[windows];
        Arrays.fill(first, NONE);
        int[] begin = {0};
        each(text, length, hash -> {
            int slot = slot(hash);
            next[begin[0]] = first[slot];
            hashes[slot] = hash;
            first[slot] = begin[0]++;
        });
    }

    private int slot(long hash) {
        int slot = (int) (hash ^ hash >>> 32) & hashes.length - 1;
        while (first[slot] != NONE && hashes[slot] != hash) {
            slot = slot + 1 & hashes.length - 1;
        }
        return slot;
    }

    /** Returns where the parts with this hash begin, once: a second time there are none, so that no part costs twice. */
    void take(long hash, IntConsumer begins) {
        int slot = slot(hash);
        for (int begin = first[slot]; begin >= 0; begin = next[begin]) {
            begins.accept(begin);
        }
        first[slot] = first[slot] == NONE ? NONE : TAKEN;
    }

    /** The hashes of all parts of a length, in the order of the text. */
    static void each(String text, int length, LongConsumer hashes) {
        long power = 1;
        for (int i = 0; i < length; i++) {
            power *= BASE;
        }
        long hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * BASE + fold(text.charAt(i)) - (i < length ? 0 : power * fold(text.charAt(i - length)));
            if (i >= length - 1) {
                hashes.accept(hash);
            }
        }
    }

    private static long fold(char c) {
        return 1L + (c < 128 ? c + (c >= 'A' && c <= 'Z' ? 32 : 0) : Character.toLowerCase(Character.toUpperCase(c)));
    }
}
