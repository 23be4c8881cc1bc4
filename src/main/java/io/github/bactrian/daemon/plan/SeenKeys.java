package io.github.bactrian.daemon.plan;

/**
 * Tells whether a key was there before, in seven to ten bytes a key: ten million take less than 100 MB. Kept are 52 bits of a
 * hash, so that among ten million different keys one is taken for another once in a hundred files. Not thread-safe.
 */
final class SeenKeys {
    private static final int SEGMENT_BITS = 12;
    private static final int SMALLEST = 8;

    private final Segment[] segments = new Segment[1 << SEGMENT_BITS];

    /** Remembers a key; false if it was there already. */
    boolean add(String key) {
        long hash = hash(key);
        int at = (int) (hash >>> (64 - SEGMENT_BITS));
        if (segments[at] == null) {
            segments[at] = new Segment();
        }
        return segments[at].add((int) hash, (byte) (hash >>> 32));
    }

    /** FNV-1a over the characters, its bits then mixed as SplitMix64 does. */
    private static long hash(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    /** Open addressing over 40 bits in two arrays; each segment grows by itself, so that no growth needs much room. */
    private static final class Segment {
        private int[] low = new int[SMALLEST];
        private byte[] high = new byte[SMALLEST];
        private int size;

        boolean add(int lowBits, byte highBits) {
            // all zero stands for a vacant place
            int searched = lowBits == 0 && highBits == 0 ? 1 : lowBits;
            int at = place(searched, highBits);
            if (low[at] == searched && high[at] == highBits) {
                return false;
            }
            low[at] = searched;
            high[at] = highBits;
            if (++size * 4L > low.length * 3L) {
                grow();
            }
            return true;
        }

        private int place(int lowBits, byte highBits) {
            int at = (int) ((Integer.toUnsignedLong(lowBits) * low.length) >>> 32);
            while ((low[at] != 0 || high[at] != 0) && (low[at] != lowBits || high[at] != highBits)) {
                at = at + 1 == low.length ? 0 : at + 1;
            }
            return at;
        }

        private void grow() {
            int[] oldLow = low;
            byte[] oldHigh = high;
            int length = low.length + low.length / 2;
            low = new int[length];
            high = new byte[length];
            for (int i = 0; i < oldLow.length; i++) {
                if (oldLow[i] != 0 || oldHigh[i] != 0) {
                    int at = place(oldLow[i], oldHigh[i]);
                    low[at] = oldLow[i];
                    high[at] = oldHigh[i];
                }
            }
        }
    }
}
