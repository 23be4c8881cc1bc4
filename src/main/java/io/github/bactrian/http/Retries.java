package io.github.bactrian.http;

import io.github.bactrian.Backoff;
import io.github.bactrian.oauth.TokenException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.apache.hc.core5.http.HttpStatus;

/** Whether one call that failed is made again: only where a second sending can do no harm, and a few times. */
final class Retries {

    /** The server did not even look at the request. */
    private static final Set<Integer> UNPROCESSED = Set.of(HttpStatus.SC_REQUEST_TIMEOUT, HttpStatus.SC_TOO_EARLY);

    private static final Set<Integer> PASSING = Set.of(
            HttpStatus.SC_INTERNAL_SERVER_ERROR,
            HttpStatus.SC_BAD_GATEWAY,
            HttpStatus.SC_SERVICE_UNAVAILABLE,
            HttpStatus.SC_GATEWAY_TIMEOUT);

    private static final Backoff WAITS = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private final GovernedCall governed;
    private final Call call;
    private final int most;
    private int made;

    /** @param most how often, unless the call waits where it is */
    Retries(GovernedCall governed, Call call, int most) {
        this.governed = governed;
        this.call = call;
        this.most = most;
    }

    /** @param inPlace whether the call waits where it is, however often nothing of it is sent or processed */
    boolean isWorth(IOException failure, boolean inPlace) {
        boolean passing = failure instanceof CallNotSentException notSent ? notSent.isPassing() : isTokenLate(failure);
        return (inPlace && passing)
                || (made < most && passing && failure instanceof CallNotSentException)
                || ((inPlace || made < most) && failure instanceof CallUnansweredException && mayRepeat());
    }

    private static boolean isTokenLate(IOException failure) {
        return failure instanceof TokenException token && !token.needsAction();
    }

    /** The same for an answer. */
    boolean isWorth(int status, boolean inPlace) {
        return (inPlace || made < most) && (UNPROCESSED.contains(status) || (PASSING.contains(status) && mayRepeat()));
    }

    private boolean mayRepeat() {
        return call.idempotent()
                && governed.journal().map(journal -> journal.mayRepeat(call)).orElse(true);
    }

    /** How long to wait before the next attempt, which counts from here on. */
    Duration next() {
        made++;
        return WAITS.after(made);
    }
}
