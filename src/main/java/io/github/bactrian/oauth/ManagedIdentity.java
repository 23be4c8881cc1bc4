package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The identity that Azure gives the machine the app runs on.
 *
 * @param clientId of a user-assigned identity; null for the machine's own (system-assigned)
 */
record ManagedIdentity(@Nullable String clientId, Scope scope) implements Identity {

    static final Set<String> KEYS = Set.of("client-id", "scope");

    static ManagedIdentity read(Settings settings) {
        return new ManagedIdentity(settings.text("client-id").orElse(null), Scope.read(settings));
    }

    @Override
    public String address() {
        return "type (does Azure give this machine an identity?)";
    }

    @Override
    public TokenSource source(String profile, IssuerHttp http, Clock clock) {
        return new ManagedIdentityTokenSource(profile, this, http, clock);
    }

    @Override
    public @Nullable AppCredentials credentials() {
        return null;
    }

    @Override
    public List<String> fixedHosts() {
        return scope.fixedHosts();
    }

    @Override
    public String exampleHost() {
        return scope.exampleHost();
    }

    @Override
    public Optional<URI> consentUrl(String tenant) {
        return Optional.empty();
    }

    @Override
    public String roleRemedy(String tenant) {
        return "Assign them to the managed identity's service principal (az rest, or New-MgServicePrincipalAppRoleAssignment)";
    }
}
