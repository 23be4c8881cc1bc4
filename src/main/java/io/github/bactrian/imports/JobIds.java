package io.github.bactrian.imports;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Names jobs by the second and five random letters. No two of one process are alike, however many there are in a second. */
final class JobIds {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
    private static final int RANDOM = 36 * 36 * 36 * 36 * 36;

    private static final Set<String> OF_THIS_SECOND = new HashSet<>();
    private static String second = "";

    private JobIds() {}

    static synchronized String next(Instant now) {
        if (!second.equals(TIME.format(now))) {
            second = TIME.format(now);
            OF_THIS_SECOND.clear();
        }
        String letters = letters();
        while (!OF_THIS_SECOND.add(letters)) {
            letters = letters();
        }
        return second + "-" + letters;
    }

    private static String letters() {
        String random = Integer.toString(ThreadLocalRandom.current().nextInt(RANDOM), 36);
        return "0".repeat(5 - random.length()) + random;
    }
}
