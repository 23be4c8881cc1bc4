package io.github.bactrian.oauth;

import com.microsoft.aad.msal4j.ClaimsRequest;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks Entra for a token with MSAL, which builds the request. The answer is read as any issuer's; waiting, retrying and
 * remembering are not left to MSAL either.
 */
final class EntraTokenSource implements TokenSource {

    private final String profile;
    private final EntraApp app;
    private final IssuerHttp http;
    private final Clock clock;
    private final Rotation rotation;

    EntraTokenSource(String profile, EntraApp app, IssuerHttp http, Clock clock) {
        this.profile = profile;
        this.app = app;
        this.http = http;
        this.clock = clock;
        this.rotation = new Rotation(app.credentials(), clock);
    }

    @Override
    public Token acquire(String tenant, @Nullable String claims) throws TokenException {
        return rotation.acquire(credential -> acquire(tenant, claims, credential));
    }

    private Token acquire(String tenant, @Nullable String claims, AppCredential credential) throws TokenException {
        ClientCredentialParameters.ClientCredentialParametersBuilder request =
                ClientCredentialParameters.builder(Set.of(app.scope().value())).skipCache(true);
        if (claims != null) {
            request.claims(ClaimsRequest.formatAsClaimsRequest(claims));
        }
        Exchange exchange = new Exchange(credential.hidden());
        try {
            application(tenant, credential, exchange)
                    .acquireToken(request.build())
                    .join();
            return Objects.requireNonNull(exchange.issued, "MSAL has a result without a request");
        } catch (CompletionException e) {
            throw Msal.failure(e, "oauth." + profile + ": no token from " + app.authorityHost());
        }
    }

    /** Built for one request: it would keep tokens of its own, and its credential is only good for now. */
    private ConfidentialClientApplication application(String tenant, AppCredential credential, Exchange exchange)
            throws TokenException {
        try {
            return ConfidentialClientApplication.builder(app.clientId(), proof(credential))
                    .authority(app.authorityHost().resolve("/" + tenant + "/").toString())
                    .validateAuthority(false)
                    .instanceDiscovery(false)
                    .disableInternalRetries()
                    .executorService(new SameThread())
                    .httpClient(exchange)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("A validated authority is no URL", e);
        }
    }

    private IClientCredential proof(AppCredential credential) throws TokenException {
        try {
            return Msal.proof(credential);
        } catch (IllegalArgumentException e) {
            throw TokenException.lasting("oauth." + profile + ": " + e.getMessage(), true, null);
        }
    }

    /** Sends MSAL's request, and keeps the token: MSAL reads fewer answers, and reckons with the machine's clock. */
    private final class Exchange implements IHttpClient {

        private final Collection<String> secrets;
        private @Nullable Token issued;

        Exchange(Collection<String> secrets) {
            this.secrets = secrets;
        }

        @Override
        public IHttpResponse send(HttpRequest request) throws TokenException {
            URI endpoint = URI.create(request.url().toString());
            IssuerHttp.Answer answer = http.post(endpoint, request.headers(), request.body());
            Token token = new IssuerAnswer(http.subject(), endpoint, answer).bearer(secrets, null, clock);
            issued = token;
            return Msal.issued(token);
        }
    }
}
