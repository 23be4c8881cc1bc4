package io.github.bactrian.http;

import io.github.bactrian.RetryAfter;
import io.github.bactrian.oauth.Token;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a request until it is settled: again if it was refused unprocessed, and once if it was refused for its token. */
final class Sending {

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    /** @param token the one that was sent; null if none was */
    private record Answer(
            ClassicHttpResponse response, @Nullable Token token) {}

    private final Hop hop;
    private final @Nullable Credential credential;
    private final Gate gate;
    private final Time time;
    private final Instant deadline;
    private Duration waited = Duration.ZERO;
    private boolean renewed;

    /**
     * @param credential null if no token may go to the request's origin
     * @param maxWait for all waits that the server asks for
     */
    Sending(Hop hop, @Nullable Credential credential, Gate gate, Duration maxWait, Time time) {
        this.hop = hop;
        this.credential = credential;
        this.gate = gate;
        this.time = time;
        this.deadline = time.now().plus(maxWait);
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
            if (!waited.isZero()) {
                hop.governed().journal().ifPresent(journal -> journal.waited(waited));
            }
        }
    }

    /** Null if the request is to be sent again. */
    private @Nullable ClassicHttpResponse attempt() throws IOException {
        Answer answer = answer();
        try {
            if (!isRefused(answer)) {
                return answer.response();
            }
        } catch (IOException | RuntimeException | Error e) {
            answer.response().close();
            throw e;
        }
        if (!hop.isRepeatable()) {
            LOG.warn(
                    "{} was refused (status {}), and its body is too large to be sent again",
                    hop.call(),
                    answer.response().getCode());
            return answer.response();
        }
        EntityUtils.consumeQuietly(answer.response().getEntity());
        answer.response().close();
        return null;
    }

    /** Passes the gate, and tells it what the API said. */
    private Answer answer() throws IOException {
        Gate.Pass pass = enter();
        Answer answer = null;
        try {
            Token token = credential == null ? null : credential.token();
            answer = new Answer(hop.send(token), token);
            return answer;
        } finally {
            if (answer == null) {
                gate.failed(pass);
            } else if (isThrottled(answer.response())) {
                gate.refused(pass, retryAfter(answer.response()));
            } else {
                gate.answered(pass);
            }
        }
    }

    private Gate.Pass enter() throws IOException {
        Instant arrived = time.now();
        try {
            return gate.enter(deadline);
        } finally {
            waited = waited.plus(Duration.between(arrived, time.now()));
        }
    }

    private boolean isRefused(Answer answer) throws IOException {
        return isThrottled(answer.response())
                || (answer.response().getCode() == HttpStatus.SC_UNAUTHORIZED && renew(answer));
    }

    private static boolean isThrottled(HttpResponse response) {
        return response.getCode() == HttpStatus.SC_TOO_MANY_REQUESTS
                || (response.getCode() == HttpStatus.SC_SERVICE_UNAVAILABLE
                        && response.containsHeader(HttpHeaders.RETRY_AFTER));
    }

    private Optional<Instant> retryAfter(HttpResponse response) {
        return RetryAfter.read(value(response, HttpHeaders.RETRY_AFTER), value(response, HttpHeaders.DATE), time.now());
    }

    private static @Nullable String value(HttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
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
