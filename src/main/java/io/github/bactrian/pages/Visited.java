package io.github.bactrian.pages;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Recognizes a URL that was asked before, in bounded memory: any of the last ten thousand at once, and one of a longer
 * circle at some time, by a mark that moves on less and less often.
 */
final class Visited {

    private static final int REMEMBERED = 10_000;

    private final Set<String> last = new LinkedHashSet<>();
    private String mark = "";
    private long seen;

    /** False if it was there before. */
    boolean add(URI url) {
        String hash = hash(url);
        if (hash.equals(mark) || !last.add(hash)) {
            return false;
        }
        if (Long.bitCount(++seen) == 1) {
            mark = hash;
        }
        if (last.size() > REMEMBERED) {
            last.remove(last.iterator().next());
        }
        return true;
    }

    static String hash(URI url) {
        try {
            byte[] text = url.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
