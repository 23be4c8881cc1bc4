package io.github.bactrian.oauth;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import io.github.bactrian.RetryAfter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks Azure for a token of this machine's identity; MSAL knows where (App Service, IMDS, Arc and others). */
final class ManagedIdentityTokenSource implements TokenSource {

    /** Headers may hold what lets this machine ask; shorter ones do not. */
    private static final int LEAST_SECRET = 8;

    /** Sends MSAL's requests, and remembers the last answer: what MSAL tells of it is not always the reason. */
    private final class Exchange implements IHttpClient {

        private URI endpoint = URI.create("http://169.254.169.254");
        private IssuerHttp.@Nullable Answer answer;
        private List<String> secrets = List.of();

        @Override
        public IHttpResponse send(HttpRequest request) throws TokenException {
            endpoint = URI.create(request.url().toString());
            Map<String, String> headers = request.headers() == null ? Map.of() : request.headers();
            secrets = headers.values().stream()
                    .filter(value -> value.length() >= LEAST_SECRET)
                    .toList();
            IssuerHttp.Answer received = request.httpMethod() == HttpMethod.POST
                    ? http.post(endpoint, headers, Objects.toString(request.body(), ""))
                    : http.get(endpoint, headers);
            answer = received;
            return Msal.answer(received);
        }
    }

    private final String profile;
    private final ManagedIdentity identity;
    private final IssuerHttp http;
    private final Clock clock;

    ManagedIdentityTokenSource(String profile, ManagedIdentity identity, IssuerHttp http, Clock clock) {
        this.profile = profile;
        this.identity = identity;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public Token acquire(String tenant, @Nullable String claims) throws TokenException {
        Exchange exchange = new Exchange();
        ManagedIdentityParameters.ManagedIdentityParametersBuilder request =
                ManagedIdentityParameters.builder(identity.scope().resource()).forceRefresh(true);
        if (claims != null) {
            request.claims(claims);
        }
        try {
            return token(
                    application(exchange)
                            .acquireTokenForManagedIdentity(request.build())
                            .join(),
                    exchange);
        } catch (TokenException e) {
            throw e;
        } catch (Exception e) {
            throw told(e, exchange);
        }
    }

    private ManagedIdentityApplication application(IHttpClient exchange) {
        String clientId = identity.clientId();
        return ManagedIdentityApplication.builder(
                        clientId == null
                                ? ManagedIdentityId.systemAssigned()
                                : ManagedIdentityId.userAssignedClientId(clientId))
                .disableInternalRetries()
                .executorService(new SameThread())
                .httpClient(exchange)
                .build();
    }

    private Token token(IAuthenticationResult result, Exchange exchange) throws TokenException {
        Duration life = Msal.life(result);
        if (life.isNegative() || life.isZero()) {
            throw TokenException.passing(
                    start(exchange) + "a token whose life is over. Check this machine's clock", null, null);
        }
        Instant now = clock.instant();
        return Token.of(result.accessToken(), now, now.plus(life));
    }

    private TokenException told(Exception failure, Exchange exchange) {
        IssuerHttp.Answer answer = exchange.answer;
        if (answer == null || answer.status() == 200) {
            return Msal.failure(failure, "oauth." + profile + ": no token from " + exchange.endpoint);
        }
        String message = start(exchange) + "status " + answer.status() + ", " + reason(answer, exchange.secrets);
        boolean lasting =
                answer.status() / 100 <= 4 && !List.of(404, 408, 410, 429).contains(answer.status());
        return lasting
                ? TokenException.lasting(
                        message + ". Check that the identity is assigned to this machine, and client-id", false, null)
                : TokenException.passing(
                        message,
                        RetryAfter.read(answer.header("Retry-After"), answer.header("Date"), clock.instant())
                                .orElse(null),
                        null);
    }

    private static String reason(IssuerHttp.Answer answer, List<String> secrets) {
        Map<String, Object> json = Json.object(answer.body());
        Object text = json.getOrDefault("error_description", json.getOrDefault("message", json.get("error")));
        return text == null ? "without a reason" : IssuerText.scrub(text.toString(), secrets);
    }

    private String start(Exchange exchange) {
        return http.subject().start(URI.create(exchange.endpoint.toString().replaceFirst("\\?.*", "")));
    }
}
