package io.github.bactrian;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After} (RFC 9110, section 10.2.3). */
public final class RetryAfter {

    private static final Duration ABSURD = Duration.ofDays(7);

    /** Proxies join equal headers with commas. */
    private static final Pattern SECONDS =
            Pattern.compile("\\d{1,18}(\\.\\d{0,18})?(\\s*,\\s*\\d{1,18}(\\.\\d{0,18})?)*");

    /** The forms that RFC 9110 still has recipients read: that of RFC 850, and that of C's asctime. */
    private static final DateTimeFormatter OBSOLETE = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern(
                    "[EEEE][EEE][', 'dd-MMM-[uuuu][uu]' 'HH:mm:ss[' GMT'][' UTC']][' 'MMM' 'd' 'HH:mm:ss' 'uuuu]")
            .toFormatter(Locale.ENGLISH);

    private RetryAfter() {}

    /**
     * When the server wants to be asked again.
     *
     * @param retryAfter seconds, the longest of them if there are several, or an HTTP date; null if absent
     * @param date the answer's {@code Date}, against which a date is judged so that clocks may differ; null if absent
     * @return empty if there is nothing to go by: absent, unreadable, zero, negative, past, or more than a week away
     */
    public static Optional<Instant> read(@Nullable String retryAfter, @Nullable String date, Instant now) {
        if (retryAfter == null) {
            return Optional.empty();
        }
        return seconds(retryAfter.strip())
                .or(() -> instant(retryAfter)
                        .map(end -> Duration.between(instant(date).orElse(now), end)))
                .filter(wait -> wait.compareTo(Duration.ZERO) > 0 && wait.compareTo(ABSURD) <= 0)
                .map(now::plus);
    }

    private static Optional<Duration> seconds(String text) {
        return SECONDS.matcher(text).matches()
                ? Stream.of(text.split(",", -1)).map(RetryAfter::duration).max(Comparator.naturalOrder())
                : Optional.empty();
    }

    private static Duration duration(String seconds) {
        BigDecimal millis = new BigDecimal(seconds.strip()).movePointRight(3).setScale(0, RoundingMode.CEILING);
        return Duration.ofMillis(millis.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
    }

    /** What an HTTP date says; empty if it is absent or unreadable. */
    public static Optional<Instant> date(@Nullable String httpDate) {
        return instant(httpDate);
    }

    private static Optional<Instant> instant(@Nullable String httpDate) {
        if (httpDate == null) {
            return Optional.empty();
        }
        String date = httpDate.strip().replaceAll("\\s+", " ");
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return obsolete(date);
        }
    }

    private static Optional<Instant> obsolete(String date) {
        try {
            return Optional.of(LocalDateTime.parse(date, OBSOLETE).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
