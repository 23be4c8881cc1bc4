package io.github.bactrian.imports;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many rejected rows a job bears before it is stopped, so that a wrong mapping does not run to the end.
 *
 * @param limit a count, or a share in percent
 */
record MaxRejects(int limit, boolean percent) {
    /** Fewer rows than this say nothing about a share. */
    static final int SAMPLE = 100;

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(%?)");

    static MaxRejects parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("is neither a count such as 500 nor a share such as 50%");
        }
        return new MaxRejects(Integer.parseInt(form.group(1)), !form.group(2).isEmpty());
    }

    boolean exceededBy(long rejected, long ended) {
        if (ended < SAMPLE) {
            return false;
        }
        return percent ? rejected * 100 > ended * limit : rejected > limit;
    }

    @Override
    public String toString() {
        return limit + (percent ? "%" : "");
    }
}
