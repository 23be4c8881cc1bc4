package io.github.bactrian.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.Map;
import java.util.Optional;

/** The key that tokens are signed with. There is one at a time: a token signed with an earlier one is refused. */
final class SigningKeys {

    private volatile RSAKey current = generate();

    RSAKey current() {
        return current;
    }

    Optional<RSAKey> find(String keyId) {
        return Optional.of(current).filter(key -> key.getKeyID().equals(keyId));
    }

    void rotate() {
        current = generate();
    }

    /** The public halves, as a JWK set. */
    Map<String, Object> published() {
        return new JWKSet(current).toJSONObject();
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyIDFromThumbprint(true)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("Cannot generate the sandbox's signing key", e);
        }
    }
}
