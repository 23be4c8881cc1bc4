package io.github.bactrian;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** A token as an answer may repeat it: noticed at hardly any cost, and taken out where it is. */
public final class Echo implements UnaryOperator<String> {
    /** A part of the token of twice this length is always noticed, for it holds one of those at every n-th character. */
    private static final int PART = 16;

    private static final int PART_IN_BASE64 = 22;

    private final String token;
    private final int length;
    private final long[] parts;
    private final long[] partsInBase64;

    /** @param token what goes behind {@code Bearer} */
    public Echo(String token) {
        this.token = token;
        String own = own(token);
        this.length = Math.min(PART, own.length());
        this.parts = everyNth(Set.of(own), length);
        this.partsInBase64 = everyNth(WrittenForms.insideBase64(own), PART_IN_BASE64);
    }

    /** What no other token has: of a JWT the signature, for the rest may be the same in those that the API itself issues. */
    private static String own(String token) {
        String end = token.substring(token.lastIndexOf('.') + 1);
        return end.length() >= 2 * PART ? end : token;
    }

    private static long[] everyNth(Set<String> texts, int length) {
        LongStream.Builder hashes = LongStream.builder();
        for (String text : texts) {
            int[] index = {0};
            Windows.each(text, length, hash -> {
                if (index[0]++ % length == 0) {
                    hashes.accept(hash);
                }
            });
        }
        return hashes.build().sorted().distinct().toArray();
    }

    /** Returns whether a text holds the token, or a longer part of what makes it valid. */
    public boolean isIn(String text) {
        return holds(text, length, parts) || holds(text, PART_IN_BASE64, partsInBase64);
    }

    private static boolean holds(String text, int length, long[] hashes) {
        boolean[] found = {false};
        if (text.length() >= length) {
            Windows.each(text, length, hash -> found[0] |= Arrays.binarySearch(hashes, hash) >= 0);
        }
        return found[0];
    }

    /** Returns the text with {@code ***} in place of the token and of parts of it, in every usual encoding. */
    @Override
    public String apply(String text) {
        return Mask.ofSecrets(List.of(token)).apply(text);
    }
}
