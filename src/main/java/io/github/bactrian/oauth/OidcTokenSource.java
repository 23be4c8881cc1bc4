package io.github.bactrian.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks an OpenID Connect issuer for a token. Nimbus' SDK builds the request; a claims challenge is not passed on, for only
 * Entra knows it in this grant.
 */
final class OidcTokenSource implements TokenSource {

    private final OidcClient client;
    private final IssuerHttp http;
    private final Clock clock;
    private final Rotation rotation;
    private final TokenEndpoint endpoint;

    OidcTokenSource(OidcClient client, IssuerHttp http, Clock clock) {
        this.client = client;
        this.http = http;
        this.clock = clock;
        this.rotation = new Rotation(client.credentials(), clock);
        this.endpoint = new TokenEndpoint(client, http);
    }

    @Override
    public Token acquire(String tenant, @Nullable String claims) throws TokenException {
        URI address = endpoint.find();
        try {
            return rotation.acquire(credential -> acquire(address, credential));
        } catch (TokenException e) {
            endpoint.doubt();
            throw e;
        }
    }

    private Token acquire(URI address, AppCredential credential) throws TokenException {
        HTTPRequest request = request(address, credential).toHTTPRequest();
        List<String> hidden = new ArrayList<>(credential.hidden());
        Map<String, String> headers =
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json");
        String authorization = request.getAuthorization();
        if (authorization != null) {
            hidden.add(authorization.substring(authorization.indexOf(' ') + 1));
            headers = new TreeMap<>(headers);
            headers.put("Authorization", authorization);
        }
        IssuerHttp.Answer answer = http.post(address, headers, request.getBody());
        return new IssuerAnswer(http.subject(), address, answer).bearer(hidden, client.tokenLifetime(), clock);
    }

    private TokenRequest request(URI address, AppCredential credential) throws TokenException {
        TokenRequest.Builder request =
                new TokenRequest.Builder(address, proof(address, credential), new ClientCredentialsGrant());
        if (client.scope() != null) {
            request.scope(Scope.parse(client.scope()));
        }
        if (client.audience() != null) {
            request.customParameter("audience", client.audience());
        }
        return request.build();
    }

    private ClientAuthentication proof(URI address, AppCredential credential) throws TokenException {
        ClientID id = new ClientID(client.clientId());
        if (credential instanceof AppCredential.Certificate certificate) {
            return assertion(address, certificate);
        }
        Secret secret = new Secret(((AppCredential.Secret) credential).value());
        return client.auth() == ClientAuth.POST ? new ClientSecretPost(id, secret) : new ClientSecretBasic(id, secret);
    }

    private ClientAuthentication assertion(URI address, AppCredential.Certificate certificate) throws TokenException {
        try {
            String audience = client.assertion().audience(client.issuer(), address);
            return SignedAssertion.of(client, audience, certificate, clock.instant());
        } catch (JOSEException | IllegalArgumentException e) {
            String message = "oauth." + http.subject().profile() + ": the key of " + certificate.place()
                    + " cannot sign (" + e.getMessage() + ")";
            throw TokenException.lasting(message, true, null);
        }
    }
}
