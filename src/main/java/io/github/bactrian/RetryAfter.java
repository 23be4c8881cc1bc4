package io.github.bactrian;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After} (RFC 9110, section 10.2.3). */
public final class RetryAfter {

    private static final Duration ABSURD = Duration.ofDays(7);

    private RetryAfter() {}

    /**
     * When the server wants to be asked again.
     *
     * @param retryAfter seconds or an HTTP date; null if absent
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
        boolean number = !text.isEmpty() && text.length() < 10 && text.chars().allMatch(Character::isDigit);
        return number ? Optional.of(Duration.ofSeconds(Long.parseLong(text))) : Optional.empty();
    }

    /** What an HTTP date says; empty if it is absent or unreadable. */
    public static Optional<Instant> date(@Nullable String httpDate) {
        return instant(httpDate);
    }

    private static Optional<Instant> instant(@Nullable String httpDate) {
        try {
            return httpDate == null
                    ? Optional.empty()
                    : Optional.of(ZonedDateTime.parse(httpDate.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
