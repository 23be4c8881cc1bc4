package io.github.bactrian.oauth;

import com.microsoft.aad.msal4j.ClaimsRequest;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks Entra for a token with MSAL, which builds the request and reads the answer; waiting, retrying and remembering are
 * not left to it.
 */
final class EntraTokenSource implements TokenSource {

    private final ProfileSettings settings;
    private final IssuerHttp http;
    private final Clock clock;

    EntraTokenSource(ProfileSettings settings, IssuerHttp http, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public Token acquire(String tenant, @Nullable String claims) throws TokenException {
        List<String> secrets = settings.secrets().current();
        for (String secret : secrets.subList(0, secrets.size() - 1)) {
            try {
                return acquire(tenant, claims, secret, secrets);
            } catch (TokenException e) {
                if (!e.credentialRefused()) {
                    throw e;
                }
            }
        }
        return acquire(tenant, claims, secrets.get(secrets.size() - 1), secrets);
    }

    private Token acquire(String tenant, @Nullable String claims, String secret, Collection<String> secrets)
            throws TokenException {
        ClientCredentialParameters.ClientCredentialParametersBuilder request = ClientCredentialParameters.builder(
                        Set.of(settings.scope().value()))
                .skipCache(true);
        if (claims != null) {
            request.claims(ClaimsRequest.formatAsClaimsRequest(claims));
        }
        // MSAL reckons with the machine's clock; only the length of the token's life is taken over.
        Instant asked = Instant.now();
        try {
            return token(
                    app(tenant, secret, secrets).acquireToken(request.build()).join(), asked);
        } catch (CompletionException e) {
            throw unwrapped(e);
        }
    }

    private ConfidentialClientApplication app(String tenant, String secret, Collection<String> secrets) {
        try {
            return ConfidentialClientApplication.builder(
                            settings.clientId(), ClientCredentialFactory.createFromSecret(secret))
                    .authority(
                            settings.authorityHost().resolve("/" + tenant + "/").toString())
                    .validateAuthority(false)
                    .instanceDiscovery(false)
                    .disableInternalRetries()
                    .executorService(new SameThread())
                    .httpClient(exchange(secrets))
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("A validated authority is no URL", e);
        }
    }

    private IHttpClient exchange(Collection<String> secrets) {
        return new IHttpClient() {
            @Override
            public IHttpResponse send(HttpRequest request) throws TokenException {
                URI endpoint = URI.create(request.url().toString());
                IssuerHttp.Answer answer = http.post(endpoint, request.headers(), request.body());
                new IssuerAnswer(settings.name(), endpoint, answer).requireToken(secrets, clock);
                HttpResponse response =
                        new HttpResponse().statusCode(answer.status()).body(answer.body());
                response.addHeaders(answer.headers());
                return response;
            }
        };
    }

    private Token token(IAuthenticationResult result, Instant asked) {
        Instant acquired = clock.instant();
        Duration life = Duration.between(asked, result.expiresOnDate().toInstant());
        Token token = Token.of(result.accessToken(), acquired, acquired.plus(life));
        Long refreshOn = result.metadata().refreshOn();
        if (refreshOn == null || refreshOn <= 0) {
            return token;
        }
        return token.renewedFrom(acquired.plus(Duration.between(asked, Instant.ofEpochSecond(refreshOn))));
    }

    private TokenException unwrapped(CompletionException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TokenException known) {
                return known;
            }
        }
        String kind = failure.getCause() == null
                ? "unknown"
                : failure.getCause().getClass().getSimpleName();
        return TokenException.passing(
                "oauth." + settings.name() + ": no token from " + settings.authorityHost() + ": MSAL failed (" + kind
                        + ")",
                null,
                null);
    }

    /** MSAL's default pool starts a thread for each request on small machines. */
    private static final class SameThread extends AbstractExecutorService {

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {
            // There is no thread to stop.
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }
}
