package io.github.bactrian.sandbox;

import io.github.bactrian.PublicApi;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * An application the issuer knows in one tenant. The same client id may be registered in several tenants.
 *
 * @param clientSecret empty if the app has none: every secret is then a wrong one
 * @param roles app roles granted for the directory API; may be empty: Entra issues a token then too, without roles
 * @param certificates whose RSA keys may sign the app's client assertions; may be empty
 * @param federatedCredentials other issuers' subjects that may act as the app; may be empty
 */
@PublicApi
public record AppRegistration(
        String tenantId,
        String clientId,
        String clientSecret,
        List<String> roles,
        List<X509Certificate> certificates,
        List<FederatedCredential> federatedCredentials) {

    /** What a sandbox knows unless told otherwise. Its ids and secret are fixed, so that property files can name them. */
    public static final AppRegistration DEFAULT = new AppRegistration(
            "5a4d0c3b-0000-4000-8000-00000000007e",
            "c1e47000-0000-4000-8000-0000000000a1",
            "sandbox-secret",
            List.of("User.ReadWrite.All"));

    public AppRegistration {
        require(tenantId, "tenantId");
        require(clientId, "clientId");
        roles = List.copyOf(roles);
        certificates = List.copyOf(certificates);
        federatedCredentials = List.copyOf(federatedCredentials);
    }

    /** An app with a secret alone. */
    public AppRegistration(String tenantId, String clientId, String clientSecret, List<String> roles) {
        this(tenantId, clientId, clientSecret, roles, List.of(), List.of());
    }

    /** The same app in another tenant. */
    public AppRegistration in(String tenant) {
        return new AppRegistration(tenant, clientId, clientSecret, roles, certificates, federatedCredentials);
    }

    public AppRegistration withSecret(String secret) {
        return new AppRegistration(tenantId, clientId, secret, roles, certificates, federatedCredentials);
    }

    public AppRegistration withRoles(String... granted) {
        return new AppRegistration(
                tenantId, clientId, clientSecret, List.of(granted), certificates, federatedCredentials);
    }

    /** Registers these certificates and no others. */
    public AppRegistration withCertificates(X509Certificate... registered) {
        return new AppRegistration(tenantId, clientId, clientSecret, roles, List.of(registered), federatedCredentials);
    }

    /** Trusts these federated credentials and no others. */
    public AppRegistration withFederatedCredentials(FederatedCredential... trusted) {
        return new AppRegistration(tenantId, clientId, clientSecret, roles, certificates, List.of(trusted));
    }

    private static void require(String value, String name) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("An app registration of the sandbox needs a " + name);
        }
    }

    @Override
    public String toString() {
        return "AppRegistration[tenantId=%s, clientId=%s, clientSecret=***, roles=%s]"
                .formatted(tenantId, clientId, roles);
    }
}
