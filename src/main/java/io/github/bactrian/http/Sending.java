package io.github.bactrian.http;

import io.github.bactrian.RetryAfter;
import io.github.bactrian.SystemicFault;
import io.github.bactrian.oauth.Token;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request to one origin, sent again if it was refused unprocessed, and once if it was refused for its token. */
final class Sending {

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    private final GovernedCall governed;
    private final ClassicHttpRequest request;
    private final ExecChain.Scope scope;
    private final ExecChain chain;
    private final Call call;
    private final @Nullable Credential credential;
    private final Gate gate;
    private final Instant deadline;
    private final Time time;
    private Duration waited = Duration.ZERO;
    private boolean renewed;

    Sending(
            GovernedCall governed,
            ClassicHttpRequest request,
            ExecChain.Scope scope,
            ExecChain chain,
            Call call,
            @Nullable Credential credential,
            Gate gate,
            Duration maxWait,
            Time time) {
        this.governed = governed;
        this.request = request;
        this.scope = scope;
        this.chain = chain;
        this.call = call;
        this.credential = credential;
        this.gate = gate;
        this.deadline = time.now().plus(maxWait);
        this.time = time;
    }

    /** The answer that is the route's to judge. */
    ClassicHttpResponse untilSettled() throws IOException, HttpException {
        try {
            ClassicHttpResponse response = attempt();
            while (response == null) {
                response = attempt();
            }
            return response;
        } finally {
            if (!waited.isZero()) {
                governed.journal().ifPresent(journal -> journal.waited(waited));
            }
        }
    }

    /** Null if the request is to be sent again. */
    private @Nullable ClassicHttpResponse attempt() throws IOException, HttpException {
        Gate.Pass pass = enter();
        Answer answer = send(pass);
        boolean again;
        if (isThrottled(answer.response())) {
            gate.refused(pass, retryAfter(answer.response()));
            again = true;
        } else {
            gate.answered(pass);
            again = answer.response().getCode() == HttpStatus.SC_UNAUTHORIZED && renew(answer);
        }
        if (!again) {
            return answer.response();
        }
        if (!ReplayableBody.isRepeatable(request)) {
            LOG.warn(
                    "{} was refused ({}), and its body is too large to be sent again",
                    call,
                    answer.response().getCode());
            return answer.response();
        }
        EntityUtils.consumeQuietly(answer.response().getEntity());
        answer.response().close();
        return null;
    }

    /** @param token the one that was sent; null if none was */
    private record Answer(
            ClassicHttpResponse response, @Nullable Token token) {}

    private Gate.Pass enter() throws IOException {
        Instant arrived = time.now();
        try {
            return gate.enter(deadline);
        } finally {
            waited = waited.plus(Duration.between(arrived, time.now()));
        }
    }

    private Answer send(Gate.Pass pass) throws IOException {
        governed.newAttempt();
        boolean answered = false;
        try {
            Token token = credential == null ? null : credential.token();
            Answer answer = new Answer(chain.proceed(authorized(token), scope), token);
            answered = true;
            return answer;
        } catch (IOException | HttpException e) {
            throw typed(e);
        } finally {
            if (!answered) {
                gate.failed(pass);
            }
        }
    }

    /** A copy, so that the token is on nothing that outlives this attempt. */
    private ClassicHttpRequest authorized(@Nullable Token token) {
        ClassicHttpRequest copy = ClassicRequestBuilder.copy(request).build();
        if (token != null) {
            copy.setHeader(new SecretHeader(HttpHeaders.AUTHORIZATION, "Bearer", token.value()));
        }
        return copy;
    }

    private IOException typed(Exception failure) {
        if (governed.sent().isPresent()) {
            return new CallUnansweredException(call, failure);
        }
        if (failure instanceof IOException known && failure instanceof SystemicFault) {
            return known;
        }
        boolean distrust = failure instanceof SSLException;
        String reason = failure instanceof UnknownHostException ? "the host name is not known" : failure.toString();
        return new CallNotSentException(call + " was not sent: " + reason, distrust, failure);
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
        try {
            renewed = credential.renew(refused.token(), ClaimsChallenge.in(refused.response()));
        } catch (IOException e) {
            refused.response().close();
            throw e;
        }
        if (renewed) {
            governed.journal().ifPresent(CallJournal::tokenRenewed);
        }
        return renewed;
    }

    private void explainMissingToken(HttpResponse response) {
        governed.profile().ifPresent(profile -> {
            String origin = call.target().getScheme() + "://" + call.target().getAuthority();
            String reason = "no token was sent, for " + profile + ".hosts does not contain " + origin;
            LOG.warn("{}: status 401; {}", call, reason);
            response.setReasonPhrase("Unauthorized: " + reason);
        });
    }
}
