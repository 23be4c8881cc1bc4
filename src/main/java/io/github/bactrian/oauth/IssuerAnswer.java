package io.github.bactrian.oauth;

import io.github.bactrian.RetryAfter;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells an answer that carries a token from all the others. */
final class IssuerAnswer {

    /** Errors that pass by themselves. All others tell of the request, which would be the same next time. */
    private static final Set<String> PASSING_ERRORS = Set.of("temporarily_unavailable", "server_error", "slow_down");

    /** Errors for which another credential may help. Keycloak says the second where Entra says the first. */
    private static final Set<String> CREDENTIAL_ERRORS = Set.of("invalid_client", "unauthorized_client");

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
     * Returns if the answer carries a token.
     *
     * @param secrets what must not be shown even if the issuer echoes it
     */
    void requireToken(Collection<String> secrets, Clock clock) throws TokenException {
        if (answer.status() / 100 == 3) {
            throw TokenException.lasting(
                    start() + "a redirect (status " + answer.status()
                            + "), and a credential is not sent elsewhere. Check " + subject.address() + " and proxy",
                    false,
                    null);
        }
        if (json.containsKey("error")) {
            throw refusal(secrets, clock);
        }
        if (answer.status() != 200) {
            throw TokenException.passing(
                    start() + "status " + answer.status() + ", " + body(secrets), retryAt(clock), null);
        }
        requireUsable(secrets);
    }

    /**
     * The token that the answer carries.
     *
     * @param secrets what must not be shown even if the issuer echoes it
     */
    Token bearer(Collection<String> secrets, Clock clock) throws TokenException {
        requireToken(secrets, clock);
        String type = Objects.toString(json.get("token_type"), "Bearer");
        if (!type.equalsIgnoreCase("Bearer")) {
            Collection<String> hidden = new ArrayList<>(secrets);
            hidden.add(String.valueOf(json.get("access_token")));
            String message = start() + "a token of type " + IssuerText.scrub(type, hidden)
                    + ". Let the issuer give this client bearer tokens";
            throw TokenException.lasting(message, false, null);
        }
        Instant now = clock.instant();
        long seconds = Long.parseLong(String.valueOf(json.get("expires_in")));
        return Token.of(String.valueOf(json.get("access_token")), now, now.plusSeconds(seconds));
    }

    private void requireUsable(Collection<String> secrets) throws TokenException {
        if (!(json.get("access_token") instanceof String token) || token.isBlank()) {
            throw TokenException.passing(start() + "status 200 without a token, " + body(secrets), null, null);
        }
        if (!Objects.toString(json.get("expires_in"), "").matches("[1-9]\\d{0,9}")) {
            Collection<String> hidden = new ArrayList<>(secrets);
            hidden.add(token);
            String told = Objects.toString(json.get("expires_in"), "absent");
            throw TokenException.passing(
                    start() + "a token without a life: expires_in is " + IssuerText.scrub(told, hidden)
                            + ". A number of seconds above 0 was expected",
                    null,
                    null);
        }
    }

    private TokenException refusal(Collection<String> secrets, Clock clock) {
        String error = IssuerText.scrub(Objects.toString(json.get("error"), ""), secrets);
        String description = Objects.toString(json.get("error_description"), "");
        String message = start() + error + ", " + IssuerText.scrub(description, secrets)
                + (json.containsKey("correlation_id") ? " (correlation id " + correlation(secrets) + ")" : "")
                + EntraErrors.explanation(description);
        boolean passing = answer.status() == 429 || answer.status() >= 500 || PASSING_ERRORS.contains(error);
        return passing
                ? TokenException.passing(message, retryAt(clock), null)
                : TokenException.lasting(message, CREDENTIAL_ERRORS.contains(error), null);
    }

    private String correlation(Collection<String> secrets) {
        return IssuerText.scrub(Objects.toString(json.get("correlation_id"), ""), secrets);
    }

    private @Nullable Instant retryAt(Clock clock) {
        return RetryAfter.read(answer.header("Retry-After"), answer.header("Date"), clock.instant())
                .orElse(null);
    }

    private String body(Collection<String> secrets) {
        String type = IssuerText.scrub(Objects.toString(answer.header("Content-Type"), "no content type"), secrets);
        String kind = answer.body().isBlank() ? "an empty body" : "a body of " + type;
        return kind + " instead of an issuer's JSON. Check " + subject.address() + ", proxy and the network between";
    }

    private String start() {
        return subject.start(endpoint);
    }
}
