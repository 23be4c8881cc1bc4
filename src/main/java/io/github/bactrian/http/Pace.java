package io.github.bactrian.http;

import io.github.bactrian.Settings;
import java.time.Duration;
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

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofSeconds(1);
        };
    }
}
