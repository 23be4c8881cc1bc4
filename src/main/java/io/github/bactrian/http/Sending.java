package io.github.bactrian.http;

import io.github.bactrian.RequestId;
import io.github.bactrian.RetryAfter;
import io.github.bactrian.oauth.Token;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a request until it is settled: again if it was refused unprocessed, once if it was refused for its token, and a few
 * times if it failed in a way that a second sending cannot make worse.
 */
final class Sending {

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    /** @param token the one that was sent; null if none was */
    private record Answer(
            ClassicHttpResponse response, @Nullable Token token) {

        int status() {
            return response.getCode();
        }
    }

    private final Hop hop;
    private final @Nullable Credential credential;
    private final Gate gate;
    private final Time time;
    private final Patience patience;
    private final Retries retries;
    private final boolean waitsInPlace;
    private boolean renewed;

    /** @param credential null if no token may go to the request's origin */
    Sending(Hop hop, @Nullable Credential credential, Gate gate, CallSettings settings, Time time) {
        this.hop = hop;
        this.credential = credential;
        this.gate = gate;
        this.time = time;
        Duration inPlace = hop.governed()
                .journal()
                .map(journal -> journal.waitsInPlace(hop.call()))
                .orElse(Duration.ZERO);
        this.waitsInPlace = !inPlace.isZero();
        this.patience = new Patience(waitsInPlace ? inPlace : settings.maxWait());
        this.retries = new Retries(hop.governed(), hop.call(), settings.retries());
    }

    /** The answer that is the route's to judge. */
    ClassicHttpResponse untilSettled() throws IOException {
        try {
            ClassicHttpResponse response = attempt();
            while (response == null) {
                response = attempt();
            }
            return response;
        } finally {
            if (!patience.waited().isZero()) {
                hop.governed().journal().ifPresent(journal -> journal.waited(patience.waited()));
            }
        }
    }

    /** Null if the request is to be sent again. */
    private @Nullable ClassicHttpResponse attempt() throws IOException {
        Answer answer;
        try {
            answer = answer();
        } catch (IOException e) {
            if (!hop.isRepeatable() || !retries.isWorth(e, mayWaitInPlace())) {
                throw e;
            }
            LOG.debug("{}: {}; trying again", hop.call(), e.getMessage());
            rest();
            return null;
        }
        return settled(answer) ? response(answer) : null;
    }

    /** What a {@code DELETE} was to bring about is so, and the route's next step may rely on it. */
    private ClassicHttpResponse response(Answer answer) throws IOException {
        if (!hop.governed().repeatsDelete()) {
            return answer.response();
        }
        LOG.debug("{}: status {} after an attempt that may have worked", hop.call(), answer.status());
        hop.dispose(answer.response());
        return new BasicClassicHttpResponse(HttpStatus.SC_NO_CONTENT);
    }

    /** If not, the answer has been disposed of. */
    private boolean settled(Answer answer) throws IOException {
        boolean again;
        try {
            again = isRefused(answer);
        } catch (IOException | RuntimeException | Error e) {
            answer.response().close();
            throw e;
        }
        boolean retry = !again && retries.isWorth(answer.status(), mayWaitInPlace());
        if (!again && !retry) {
            return true;
        }
        if (!hop.isRepeatable()) {
            LOG.warn(
                    "{} was refused (status {}), and its body is too large to be sent again",
                    hop.call(),
                    answer.status());
            return true;
        }
        hop.dispose(answer.response());
        if (retry) {
            LOG.debug("{}: status {}; trying again", hop.call(), answer.status());
            rest();
        }
        return false;
    }

    private boolean mayWaitInPlace() {
        return waitsInPlace && patience.left().compareTo(Duration.ZERO) > 0;
    }

    private void rest() throws IOException {
        Duration wait = retries.next();
        gate.rest(wait);
        if (waitsInPlace) {
            patience.spend(wait, true);
        }
    }

    /** Passes the gate, and tells it what the API said. */
    private Answer answer() throws IOException {
        Admission.Pass pass = gate.enter(patience);
        String learned = patience.learned();
        if (learned != null) {
            hop.governed().journal().ifPresent(journal -> journal.keptTo(learned));
        }
        Answer answer = null;
        try {
            Token token = credential == null ? null : credential.token();
            answer = new Answer(hop.send(token), token);
            return answer;
        } finally {
            if (answer == null) {
                gate.failed(pass);
            } else if (isThrottled(answer.response())) {
                gate.refused(pass, retryAfter(answer.response()), RequestId.in(Hop.headers(answer.response())));
            } else {
                gate.accepted(pass, Limits.of(answer.response(), time.now()));
            }
        }
    }

    private boolean isRefused(Answer answer) throws IOException {
        return isThrottled(answer.response()) || (answer.status() == HttpStatus.SC_UNAUTHORIZED && renew(answer));
    }

    /** Some APIs refuse with 403 when a quota is used up, and say so beside it. */
    static boolean isThrottled(HttpResponse response) {
        boolean told = response.containsHeader(HttpHeaders.RETRY_AFTER);
        return switch (response.getCode()) {
            case HttpStatus.SC_TOO_MANY_REQUESTS -> true;
            case HttpStatus.SC_SERVICE_UNAVAILABLE -> told;
            case HttpStatus.SC_FORBIDDEN ->
                told || Limits.of(response, Instant.EPOCH).isUsedUp();
            default -> false;
        };
    }

    /** The latest, if there are several; what the limits say, if there is none. */
    private Optional<Instant> retryAfter(HttpResponse response) {
        Instant now = time.now();
        Header date = response.getFirstHeader(HttpHeaders.DATE);
        return Arrays.stream(response.getHeaders(HttpHeaders.RETRY_AFTER))
                .map(told -> RetryAfter.read(told.getValue(), date == null ? null : date.getValue(), now))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .or(() -> Limits.of(response, now).reset().map(now::plus));
    }

    /** Whether there is another token to try. */
    private boolean renew(Answer refused) throws IOException {
        if (credential == null || refused.token() == null) {
            explainMissingToken(refused.response());
            return false;
        }
        if (renewed) {
            return false;
        }
        renewed = credential.renew(refused.token(), ClaimsChallenge.in(refused.response()));
        if (renewed) {
            hop.governed().journal().ifPresent(CallJournal::tokenRenewed);
        }
        return renewed;
    }

    private void explainMissingToken(HttpResponse response) {
        String reason = hop.governed()
                .profile()
                .map(profile -> "no token was sent, for " + profile + ".hosts does not contain " + hop.origin())
                .orElse(
                        "no token was sent, for the route chose no profile: put process: { ref: oauth.<profile> } before it");
        LOG.debug("{}: status 401; {}", hop.call(), reason);
        response.setReasonPhrase("Unauthorized: " + reason);
    }
}
