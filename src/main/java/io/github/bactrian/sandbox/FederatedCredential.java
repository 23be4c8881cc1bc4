package io.github.bactrian.sandbox;

import com.nimbusds.jose.jwk.JWKSet;

/**
 * A subject of another issuer, such as a service account of Kubernetes, that may act as an app. All three names are
 * compared letter by letter.
 *
 * @param audience what the other issuer's token has to be meant for
 * @param keys the public RSA keys of the other issuer; Entra would fetch them from there
 */
public record FederatedCredential(String issuer, String subject, String audience, JWKSet keys) {

    /** The audience that Entra proposes. */
    public static final String USUAL_AUDIENCE = "api://AzureADTokenExchange";

    public FederatedCredential {
        keys = keys.toPublicJWKSet();
    }

    /** A credential with the audience that Entra proposes. */
    public FederatedCredential(String issuer, String subject, JWKSet keys) {
        this(issuer, subject, USUAL_AUDIENCE, keys);
    }
}
