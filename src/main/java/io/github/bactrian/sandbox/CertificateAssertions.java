package io.github.bactrian.sandbox;

import com.nimbusds.jose.JWSAlgorithm;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Verifies the assertions that apps sign with the key of a registered certificate. There is no longest lifetime: Entra
 * sets none.
 */
final class CertificateAssertions {

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256);

    private final InstantSource clock;
    private final Map<String, Instant> expiryOfUsed = new ConcurrentHashMap<>();

    CertificateAssertions(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Returns if the assertion proves that the app sent it.
     *
     * @param candidates the registered certificates that its header speaks of
     * @param audiences any of which the assertion has to be meant for
     * @throws EntraError if it does not
     */
    void require(
            AppRegistration app, ClientAssertion assertion, List<X509Certificate> candidates, Set<String> audiences) {
        assertion.requireAlgorithm(ALGORITHMS);
        if (candidates.isEmpty()) {
            throw AssertionRefusal.unregistered(app.clientId());
        }
        X509Certificate signer = candidates.stream()
                .filter(each -> each.getPublicKey() instanceof RSAPublicKey key && assertion.isSignedWith(key))
                .findFirst()
                .orElseThrow(AssertionRefusal::signature);
        requireValid(signer);
        requireClaims(app, assertion, audiences);
        requireFirstUse(app, assertion);
    }

    private void requireValid(X509Certificate certificate) {
        Instant now = clock.instant();
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(to)) {
            throw AssertionRefusal.certificateOutsideValidity(now, from, to);
        }
    }

    private void requireClaims(AppRegistration app, ClientAssertion assertion, Set<String> audiences) {
        if (!assertion.subject().equals(assertion.issuer())) {
            throw AssertionRefusal.subjectIsNotIssuer();
        }
        if (!assertion.issuer().equals(app.clientId())) {
            throw AssertionRefusal.otherApp();
        }
        if (assertion.audiences().stream().noneMatch(audiences::contains)) {
            throw AssertionRefusal.audience();
        }
        assertion.requireValid(clock.instant());
    }

    private void requireFirstUse(AppRegistration app, ClientAssertion assertion) {
        Instant now = clock.instant();
        expiryOfUsed.values().removeIf(now::isAfter);
        String use = app.clientId() + " " + assertion.id();
        boolean again = expiryOfUsed.putIfAbsent(use, assertion.expires().plus(ClientAssertion.SKEW)) != null;
        if (again && !assertion.id().isEmpty()) {
            throw AssertionRefusal.usedBefore();
        }
    }
}
