package io.github.bactrian.sandbox;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges the credential of a token request: a secret, an assertion of the app's own, or one of another issuer. */
final class Credentials {

    private final CertificateAssertions certificates;
    private final FederatedAssertions federated;

    Credentials(InstantSource clock) {
        this.certificates = new CertificateAssertions(clock);
        this.federated = new FederatedAssertions(clock);
    }

    /**
     * As Entra judges it: an assertion's header has to name its certificate.
     *
     * @throws EntraError if the credential is none of the app's
     */
    void require(AppRegistration app, TokenRequest request, Set<String> audiences) {
        if (!request.hasAssertion()) {
            request.requireSecretOf(app);
            return;
        }
        ClientAssertion assertion = request.assertion();
        if (assertion.issuer().contains("://")) {
            federated.require(app, assertion);
            return;
        }
        Map<String, Object> header = assertion.header();
        if (!NamedCertificates.areIn(header)) {
            throw AssertionRefusal.unnamedCertificate();
        }
        certificates.require(app, assertion, NamedCertificates.of(app, header), audiences);
    }

    /**
     * As other issuers judge it: the key is one of the app's, named or not.
     *
     * @throws EntraError if the credential is none of the app's; its number means nothing there
     */
    void requirePlain(AppRegistration app, TokenRequest request, Set<String> audiences) {
        if (!request.hasAssertion()) {
            request.requireSecretOf(app);
            return;
        }
        ClientAssertion assertion = request.assertion();
        Map<String, Object> header = assertion.header();
        List<X509Certificate> candidates =
                NamedCertificates.areIn(header) ? NamedCertificates.of(app, header) : app.certificates();
        certificates.require(app, assertion, candidates, audiences);
    }
}
