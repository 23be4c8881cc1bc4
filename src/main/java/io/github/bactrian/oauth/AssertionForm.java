package io.github.bactrian.oauth;

import com.nimbusds.jose.JWSAlgorithm;
import io.github.bactrian.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer wants an assertion to look like, where that differs from what most take.
 *
 * @param keyIds the header {@code kid}, one for each certificate; empty: none
 * @param audience the claim {@code aud}; null: the issuer, or the token endpoint if only that is known
 * @param algorithm the header {@code alg}; null: as the key suggests
 */
record AssertionForm(
        List<String> keyIds,
        @Nullable String audience,
        @Nullable JWSAlgorithm algorithm) {

    static final String KEY_ID = "assertion-key-id";
    static final String AUDIENCE = "assertion-audience";
    static final String ALGORITHM = "assertion-algorithm";
    static final Set<String> KEYS = Set.of(KEY_ID, AUDIENCE, ALGORITHM);

    private static final String TOKEN_ENDPOINT = "token-endpoint";

    static AssertionForm read(Settings settings, ClientAuth auth, AppCredentials credentials) {
        KEYS.stream()
                .sorted()
                .filter(key -> auth != ClientAuth.PRIVATE_KEY_JWT && settings.has(key))
                .forEach(key -> {
                    throw settings.problem(key, "is for client-auth=private-key-jwt; remove it or write that");
                });
        AssertionForm form = new AssertionForm(
                settings.list(KEY_ID),
                settings.text(AUDIENCE).orElse(null),
                settings.text(ALGORITHM).map(JWSAlgorithm::parse).orElse(null));
        form.requireFit(settings, credentials);
        return form;
    }

    private void requireFit(Settings settings, AppCredentials credentials) {
        if (!keyIds.isEmpty() && keyIds.size() != credentials.size()) {
            throw settings.problem(KEY_ID, "write one for each certificate, in their order: " + credentials.size());
        }
        if (algorithm != null) {
            certificates(settings, credentials).forEach(certificate -> requireFit(settings, algorithm, certificate));
        }
    }

    private static void requireFit(Settings settings, JWSAlgorithm algorithm, AppCredential.Certificate certificate) {
        List<String> fit = SignedAssertion.algorithms(certificate);
        if (!fit.contains(algorithm.getName())) {
            throw settings.problem(
                    ALGORITHM, "the key of " + certificate.place() + " signs with " + String.join(", ", fit));
        }
    }

    private static List<AppCredential.Certificate> certificates(Settings settings, AppCredentials credentials) {
        List<AppCredential.Certificate> certificates = new ArrayList<>();
        try {
            for (AppCredential credential : credentials.all()) {
                if (credential instanceof AppCredential.Certificate certificate) {
                    certificates.add(certificate);
                }
            }
        } catch (TokenException e) {
            throw settings.problem(credentials.key(), e.getMessage());
        }
        return certificates;
    }

    /** The key's name at the issuer; null if it has none. */
    @Nullable
    String keyId(AppCredentials credentials, AppCredential credential) {
        int index = credentials.files().stream().map(Object::toString).toList().indexOf(credential.place());
        return index < keyIds.size() ? keyIds.get(index) : null;
    }

    /** @param issuer null if it is not known */
    String audience(@Nullable URI issuer, URI tokenEndpoint) {
        String usual = (issuer == null ? tokenEndpoint : issuer).toString();
        if (audience == null) {
            return usual;
        }
        return audience.equals(TOKEN_ENDPOINT) ? tokenEndpoint.toString() : audience;
    }
}
