package io.github.bactrian.oauth;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who the app is to its issuer: the part of a profile that depends on its {@code type}. */
sealed interface Identity permits EntraApp, OidcClient, ManagedIdentity {

    /** The key that says where the issuer is; for messages. */
    String address();

    TokenSource source(String profile, IssuerHttp http, Clock clock);

    /** Null if the app needs none. */
    @Nullable
    AppCredentials credentials();

    /** Origins that the token may go to unless the profile says otherwise; mostly empty. */
    List<String> fixedHosts();

    /** How {@code hosts} might be written. */
    String exampleHost();

    /** Where an administrator of the tenant consents to what the app may do; empty if there is no such page. */
    Optional<URI> consentUrl(String tenant);

    /** How the app is given a role that it lacks, as a sentence. */
    String roleRemedy(String tenant);
}
