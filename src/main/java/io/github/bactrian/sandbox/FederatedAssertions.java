package io.github.bactrian.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Verifies tokens of other issuers that stand for an app. They may be used again until they expire: a token file is read
 * many times.
 */
final class FederatedAssertions {

    private final InstantSource clock;

    FederatedAssertions(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Returns if one of the app's federated credentials matches.
     *
     * @throws EntraError if none does
     */
    void require(AppRegistration app, ClientAssertion assertion) {
        FederatedCredential credential = match(app, assertion);
        assertion.requireAlgorithm(Set.of(JWSAlgorithm.RS256));
        if (keys(credential, assertion).stream().noneMatch(key -> isSignature(assertion, key))) {
            throw AssertionRefusal.federatedSignature();
        }
        assertion.requireValid(clock.instant());
    }

    private static FederatedCredential match(AppRegistration app, ClientAssertion assertion) {
        List<FederatedCredential> known = app.federatedCredentials();
        if (known.isEmpty()) {
            throw AssertionRefusal.noFederation(assertion);
        }
        String subject = assertion.subject();
        known = those(
                known,
                each -> each.issuer().equals(assertion.issuer()),
                AssertionRefusal.federatedIssuer(assertion.issuer()));
        known = those(
                known,
                each -> assertion.audiences().contains(each.audience()),
                AssertionRefusal.federatedAudience(String.join(", ", assertion.audiences())));
        known = those(
                known, each -> each.subject().equalsIgnoreCase(subject), AssertionRefusal.federatedSubject(subject));
        return those(known, each -> each.subject().equals(subject), AssertionRefusal.federatedSubjectCase(subject))
                .get(0);
    }

    private static List<FederatedCredential> those(
            List<FederatedCredential> known, Predicate<FederatedCredential> matching, EntraError otherwise) {
        List<FederatedCredential> left = known.stream().filter(matching).toList();
        if (left.isEmpty()) {
            throw otherwise;
        }
        return left;
    }

    private static List<JWK> keys(FederatedCredential credential, ClientAssertion assertion) {
        String id = assertion.token().getHeader().getKeyID();
        return credential.keys().getKeys().stream()
                .filter(key -> id == null || id.equals(key.getKeyID()))
                .toList();
    }

    private static boolean isSignature(ClientAssertion assertion, JWK key) {
        try {
            return key instanceof RSAKey rsa && assertion.isSignedWith(rsa.toRSAPublicKey());
        } catch (JOSEException e) {
            return false;
        }
    }
}
