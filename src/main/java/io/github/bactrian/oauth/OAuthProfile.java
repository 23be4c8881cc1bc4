package io.github.bactrian.oauth;

import io.github.bactrian.PublicApi;
import io.github.bactrian.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** One of the app's identities at work: asked for tokens, and for where they may travel. */
@PublicApi
public final class OAuthProfile {

    /** The exchange property by which a message selects one of the profile's {@code tenants}. */
    public static final String TENANT_PROPERTY = "oauthTenant";

    private final ProfileSettings settings;
    private final TokenCache cache;

    OAuthProfile(ProfileSettings settings, TokenCache cache) {
        this.settings = settings;
        this.cache = cache;
    }

    public String name() {
        return settings.name();
    }

    /** The profile's {@code call.*} settings, names not yet checked. */
    public Settings callSettings() {
        return settings.call();
    }

    /** Whether other HTTP components than camel-http are to find the token on the message, for the time of the call. */
    public boolean injectsHeader() {
        return settings.injectsHeader();
    }

    boolean requiresRoles() {
        return !settings.requiredRoles().isEmpty();
    }

    /** Whether the token may travel to the origin of this absolute URI. */
    public boolean allows(URI target) {
        return settings.hosts().cover(target);
    }

    /**
     * The tenant that the exchange's calls are made for; the empty text if the profile's issuer knows no tenants.
     *
     * @throws IllegalArgumentException if the message selects one that is not among the profile's, or selects none although
     *     the profile has no tenant of its own
     */
    public String tenantFor(Exchange exchange) {
        return settings.tenants().select(name(), exchange.getProperty(TENANT_PROPERTY, String.class));
    }

    /** The tenants that it may be asked for, its own first; a single empty text if its issuer knows no tenants. */
    public Set<String> tenants() {
        return settings.tenants().all();
    }

    /**
     * The page on which an administrator of the tenant consents to what the app may do; empty if the profile's issuer has
     * no such page.
     */
    public Optional<URI> consentUrl(String tenant) {
        return settings.identity().consentUrl(tenant);
    }

    /**
     * The certificates that prove who the app is, as their files are now; empty if it uses none.
     *
     * @throws TokenException if a file cannot be used
     */
    public List<CertificateLife> certificates() throws TokenException {
        AppCredentials credentials = settings.identity().credentials();
        return credentials == null ? List.of() : CertificateLife.of(credentials);
    }

    /** What is at hand for each tenant that was asked for so far, ordered by tenant; asks for nothing. */
    public List<TokenStanding> standings() {
        return cache.standings();
    }

    void forgetTokens() {
        cache.clear();
    }

    /** A valid token, asked for if there is none at hand. */
    public Token token(String tenant) throws TokenException {
        return cache.token(tenant);
    }

    /**
     * Another token than {@code refused}, which is asked for once however many callers were refused with it. It is
     * {@code refused} itself if the API refuses one fresh token after another: then the token is not what is wrong.
     *
     * @param claims the claims challenge (JSON) of the API; null if there was none
     */
    public Token renew(String tenant, Token refused, @Nullable String claims) throws TokenException {
        return cache.renew(tenant, refused, claims);
    }

    @Override
    public String toString() {
        return "oauth." + name();
    }
}
