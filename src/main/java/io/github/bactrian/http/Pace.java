package io.github.bactrian.http;

import io.github.bactrian.Settings;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The most calls in a time.
 *
 * @param calls at most so many
 * @param time in any time of this length
 */
record Pace(int calls, Duration time) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\d{0,6})(ms|s|m|h)");

    /** @param text such as {@code 20/s} or {@code 3000/150s} */
    static Pace read(Settings settings, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()
                || Long.parseLong(form.group(1)) == 0
                || form.group(2).matches("0+")) {
            throw settings.problem("rate", "write calls per time, such as 20/s or 3000/150s");
        }
        long times = form.group(2).isEmpty() ? 1 : Long.parseLong(form.group(2));
        return new Pace(Integer.parseInt(form.group(1)), unit(form.group(3)).multipliedBy(times));
    }

    /** From one call to the next, on average over a long time. */
    Duration interval() {
        return time.dividedBy(calls);
    }

    /** Whether it allows a quarter more or less. */
    boolean differsFrom(Pace other) {
        double ratio =
                interval().toNanos() / (double) Math.max(1, other.interval().toNanos());
        return ratio > 1.25 || ratio < 0.8;
    }

    /** In words. */
    @Override
    public String toString() {
        double seconds = time.toMillis() / 1000.0;
        String text = String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        return calls + (calls == 1 ? " call in " : " calls in ") + text;
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofSeconds(1);
        };
    }
}
