package io.github.bactrian.oauth;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonObject;

/** What MSAL takes from us, and what it gives back. */
final class Msal {

    private static final int LEAST_KEY_BITS = 2048;

    private Msal() {}

    /** @throws IllegalArgumentException if Entra takes no such credential */
    static IClientCredential proof(AppCredential credential) {
        if (credential instanceof AppCredential.Secret secret) {
            return ClientCredentialFactory.createFromSecret(secret.value());
        }
        if (credential instanceof AppCredential.Assertion assertion) {
            return ClientCredentialFactory.createFromClientAssertion(assertion.value());
        }
        AppCredential.Certificate certificate = (AppCredential.Certificate) credential;
        boolean fit = certificate.key() instanceof RSAPrivateKey key
                && key.getModulus().bitLength() >= LEAST_KEY_BITS;
        if (!fit) {
            throw new IllegalArgumentException("the certificate " + certificate.place()
                    + " has not the RSA key of 2048 bits or more that Entra asks for; create another one");
        }
        return ClientCredentialFactory.createFromCertificateChain(certificate.key(), certificate.chain());
    }

    /** The answer without the text of a refusal, which MSAL would log as it is. */
    static IHttpResponse answer(IssuerHttp.Answer answer) {
        HttpResponse response =
                new HttpResponse().statusCode(answer.status()).body(answer.status() == 200 ? answer.body() : "{}");
        response.addHeaders(answer.headers());
        return response;
    }

    /** An answer with this token that MSAL can read. */
    static IHttpResponse issued(Token token) {
        JsonObject body = new JsonObject();
        body.put("token_type", "Bearer");
        body.put("access_token", token.value());
        body.put(
                "expires_in",
                Duration.between(token.acquired(), token.expires()).toSeconds());
        HttpResponse response = new HttpResponse().statusCode(200).body(body.toJson());
        response.addHeaders(Map.of("Content-Type", List.of("application/json")));
        return response;
    }

    /** What is left of the token's life. MSAL reckons with the machine's clock, so this does too. */
    static Duration life(IAuthenticationResult result) {
        return Duration.between(Instant.now(), result.expiresOnDate().toInstant());
    }

    /**
     * Our own failure if it is in there; else one that tells no more than the kind of MSAL's, whose text may hold anything.
     *
     * @param start of the message
     */
    static TokenException failure(Throwable failure, String start) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TokenException known) {
                return known;
            }
            root = cause;
        }
        return TokenException.passing(
                start + ": MSAL failed (" + root.getClass().getSimpleName() + ")", null, null);
    }
}
