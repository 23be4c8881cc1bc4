package io.github.bactrian.http;

import io.github.bactrian.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says about the calls to come. What cannot be read counts as not said.
 *
 * @param remaining calls that the API still takes; empty if it does not say
 * @param reset until it takes more; empty if it does not say
 * @param used the part of the limit that is used up, 1 being all of it; 0 if it does not say
 */
record Limits(OptionalInt remaining, Optional<Duration> reset, double used) {

    static final Limits NONE = new Limits(OptionalInt.empty(), Optional.empty(), 0);

    private static final String PERCENTAGE = "x-ms-throttle-limit-percentage";
    private static final List<String> PREFIXES = List.of("RateLimit", "X-RateLimit", "X-Rate-Limit", PERCENTAGE);
    private static final double NEAR = 0.8;
    private static final Pattern PART = Pattern.compile("0(\\.\\d{1,9})?|[1-9]\\d{0,3}(\\.\\d{1,9})?");
    private static final Pattern REMAINING = Pattern.compile("(?:^|[;,\\s])(?:r|remaining)=(\\d{1,9})(?![\\d.])");
    private static final Pattern RESET = Pattern.compile("(?:^|[;,\\s])(?:t|reset)=(\\d{1,12})(?![\\d.])");

    /** Resets beyond this are points in time: seconds since 1970. */
    private static final long EPOCH_SECONDS = 1_000_000_000;

    /** {@code RateLimit} as a structured field and in its older forms, and {@code x-ms-throttle-limit-percentage}. */
    static Limits of(HttpResponse response, Instant now) {
        return isSilent(response) ? NONE : said(response, now);
    }

    /** Most answers say nothing, and each call asks. */
    private static boolean isSilent(HttpResponse response) {
        for (Iterator<Header> headers = response.headerIterator(); headers.hasNext(); ) {
            String name = headers.next().getName();
            if (startsWithOne(name)) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWithOne(String name) {
        for (String prefix : PREFIXES) {
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return true;
            }
        }
        return false;
    }

    private static Limits said(HttpResponse response, Instant now) {
        Header percentage = response.getFirstHeader(PERCENTAGE);
        double used = percentage == null
                        || !PART.matcher(percentage.getValue().strip()).matches()
                ? 0
                : Double.parseDouble(percentage.getValue().strip());
        return structured(response, now)
                .or(() -> separate(response, "RateLimit", now))
                .or(() -> separate(response, "X-RateLimit", now))
                .or(() -> separate(response, "X-Rate-Limit", now))
                .map(limits -> new Limits(limits.remaining(), limits.reset(), used))
                .orElseGet(() -> used == 0 ? NONE : new Limits(OptionalInt.empty(), Optional.empty(), used));
    }

    /** Of several policies the one that is nearest to its end. */
    private static Optional<Limits> structured(HttpResponse response, Instant now) {
        List<Limits> policies = new ArrayList<>();
        for (Header header : response.getHeaders("RateLimit")) {
            // the older form has commas inside, the structured one between its policies
            String value = header.getValue();
            for (String policy : value.contains("remaining=") ? new String[] {value} : value.split(",", -1)) {
                Matcher remaining = REMAINING.matcher(policy);
                Matcher reset = RESET.matcher(policy);
                if (remaining.find()) {
                    policies.add(new Limits(
                            OptionalInt.of(Integer.parseInt(remaining.group(1))),
                            reset.find() ? wait(reset.group(1), response, now) : Optional.empty(),
                            0));
                }
            }
        }
        return policies.stream()
                .min(Comparator.<Limits>comparingInt(
                                limits -> limits.remaining().orElse(Integer.MAX_VALUE))
                        .thenComparing(limits -> limits.reset().orElse(Duration.ZERO), Comparator.reverseOrder()));
    }

    private static Optional<Limits> separate(HttpResponse response, String prefix, Instant now) {
        String remaining = value(response, prefix + "-Remaining");
        String reset = value(response, prefix + "-Reset");
        return remaining == null || !remaining.matches("\\d{1,9}")
                ? Optional.empty()
                : Optional.of(new Limits(OptionalInt.of(Integer.parseInt(remaining)), wait(reset, response, now), 0));
    }

    private static Optional<Duration> wait(@Nullable String reset, HttpResponse response, Instant now) {
        if (reset == null || !reset.matches("\\d{1,12}")) {
            return Optional.empty();
        }
        long seconds = Long.parseLong(reset);
        String date = value(response, HttpHeaders.DATE);
        long delta = seconds < EPOCH_SECONDS
                ? seconds
                : seconds - RetryAfter.date(date).orElse(now).getEpochSecond();
        return RetryAfter.read(String.valueOf(delta), date, now).map(end -> Duration.between(now, end));
    }

    private static @Nullable String value(HttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue().strip();
    }

    boolean isUsedUp() {
        return remaining.orElse(1) == 0;
    }

    /** Whether the API is about to refuse. */
    boolean isNear() {
        return used >= NEAR;
    }

    /** How long to leave the API alone when it {@link #isNear is near} its limit. */
    Duration relief() {
        return Duration.ofMillis((long) (1000 * Math.min(1, (used - NEAR) / (1 - NEAR))));
    }
}
