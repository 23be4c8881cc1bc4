package io.github.bactrian.sandbox;

import java.util.List;

/**
 * An application the issuer knows in one tenant. The same client id may be registered in several tenants.
 *
 * @param roles app roles granted for the directory API; may be empty: Entra issues a token then too, without roles
 */
public record AppRegistration(String tenantId, String clientId, String clientSecret, List<String> roles) {

    /** What a sandbox knows unless told otherwise. Its ids and secret are fixed, so that property files can name them. */
    public static final AppRegistration DEFAULT = new AppRegistration(
            "5a4d0c3b-0000-4000-8000-00000000007e",
            "c1e47000-0000-4000-8000-0000000000a1",
            "sandbox-secret",
            List.of("User.ReadWrite.All"));

    public AppRegistration {
        require(tenantId, "tenantId");
        require(clientId, "clientId");
        require(clientSecret, "clientSecret");
        roles = List.copyOf(roles);
    }

    public AppRegistration withRoles(String... granted) {
        return new AppRegistration(tenantId, clientId, clientSecret, List.of(granted));
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
