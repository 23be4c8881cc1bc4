package io.github.bactrian.oauth;

import io.github.bactrian.RetryAfter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells an answer that carries a token from all the others, and failures that pass from those that stay. */
final class IssuerAnswer {

    /** Errors that pass by themselves. All others tell of the request, which would be the same next time. */
    private static final Set<String> PASSING_ERRORS = Set.of("temporarily_unavailable", "server_error", "slow_down");

    /** Errors for which another credential may help. Keycloak says the second where Entra says the first. */
    private static final Set<String> CREDENTIAL_ERRORS = Set.of("invalid_client", "unauthorized_client");

    /** What an issuer answers to a credential that it refuses, whatever the body is. */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

    private final Subject subject;
    private final URI endpoint;
    private final IssuerHttp.Answer answer;
    private final Map<String, Object> json;

    IssuerAnswer(Subject subject, URI endpoint, IssuerHttp.Answer answer) {
        this.subject = subject;
        this.endpoint = endpoint;
        this.answer = answer;
        this.json = Json.object(answer.body());
    }

    /**
     * Returns the token that the answer carries.
     *
     * @param secrets what must not be shown even if the issuer echoes it
     * @param unspoken how long a token counts if neither the answer nor the token tells; null: until it is refused
     */
    Token bearer(Collection<String> secrets, @Nullable Duration unspoken, Clock clock) throws TokenException {
        if (answer.status() / 100 == 3) {
            throw TokenException.lasting(
                    start() + "a redirect (status " + answer.status()
                            + "), and a credential is not sent elsewhere. Check " + subject.address() + " and proxy",
                    false,
                    null);
        }
        Optional<String> error = TokenAnswer.text(json, "error");
        if (error.isPresent()) {
            throw refusal(error.get(), secrets, clock);
        }
        if (answer.status() / 100 != 2) {
            throw foreignRefusal(secrets, clock);
        }
        TokenAnswer token = new TokenAnswer(json);
        String problem = token.value().isEmpty() ? noToken(secrets) : token.problem(secrets);
        if (problem != null) {
            throw wholeAnswer() ? TokenException.lasting(problem(problem), false, null) : passing(problem, clock);
        }
        return token.read(clock.instant(), unspoken);
    }

    /** An empty body, or JSON that ends too soon, comes from a gateway in trouble and not from what was asked. */
    private boolean wholeAnswer() {
        String body = answer.body().strip();
        return !json.isEmpty() || !(body.isEmpty() || body.startsWith("{"));
    }

    /** The body is not shown: it may hold a token where no one looks for one. */
    private String noToken(Collection<String> secrets) {
        return "status " + answer.status() + " without a token, " + kind(secrets) + ". " + remedy();
    }

    private TokenException foreignRefusal(Collection<String> secrets, Clock clock) {
        String words = IssuerText.words(answer.body(), secrets);
        String message = "status " + answer.status() + ", " + kind(secrets)
                + (words.isEmpty() ? "" : ": \"" + words + "\"") + ". " + remedy();
        return answer.passes()
                ? passing(message, clock)
                : TokenException.lasting(problem(message), REFUSALS.contains(answer.status()), null);
    }

    private String remedy() {
        if (REFUSALS.contains(answer.status())) {
            return "Check client-id, the credential and " + subject.address();
        }
        return "Check " + subject.address() + ", proxy and the network between";
    }

    private TokenException refusal(String told, Collection<String> secrets, Clock clock) {
        String error = IssuerText.scrub(told, secrets);
        String description = Objects.toString(json.get("error_description"), "");
        String message = error + ", " + IssuerText.scrub(description, secrets)
                + (json.containsKey("correlation_id") ? " (correlation id " + correlation(secrets) + ")" : "")
                + EntraErrors.explanation(description);
        return answer.passes() || PASSING_ERRORS.contains(error)
                ? passing(message, clock)
                : TokenException.lasting(problem(message), CREDENTIAL_ERRORS.contains(error), null);
    }

    private String correlation(Collection<String> secrets) {
        return IssuerText.scrub(Objects.toString(json.get("correlation_id"), ""), secrets);
    }

    private TokenException passing(String message, Clock clock) {
        Instant retryAt = RetryAfter.read(answer.header("Retry-After"), answer.header("Date"), clock.instant())
                .orElse(null);
        return TokenException.passing(problem(message), retryAt, null);
    }

    private String kind(Collection<String> secrets) {
        if (answer.body().isBlank()) {
            return "an empty body instead of an issuer's JSON";
        }
        String type = Objects.toString(answer.header("Content-Type"), "no content type");
        return "a body of " + IssuerText.scrub(type, secrets) + " that is not OAuth's";
    }

    private String problem(String message) {
        return start() + message;
    }

    private String start() {
        return subject.start(endpoint);
    }
}
