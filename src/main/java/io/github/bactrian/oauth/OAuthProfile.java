package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.net.URI;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** One of the app's identities at work: asked for tokens, and for where they may travel. */
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

    /** Whether the token may travel to the origin of this absolute URI. */
    public boolean allows(URI target) {
        return settings.hosts().cover(target);
    }

    /**
     * The tenant that the exchange's calls are made for.
     *
     * @throws IllegalArgumentException if the message selects one that is not among the profile's, or selects none although
     *     the profile has no tenant of its own
     */
    public String tenantFor(Exchange exchange) {
        Optional<String> selected = Optional.ofNullable(exchange.getProperty(TENANT_PROPERTY, String.class));
        if (selected.isPresent()
                && !settings.tenants().contains(selected.get())
                && !selected.get().equals(settings.tenant())) {
            throw new IllegalArgumentException("oauth." + name() + ": the exchange property " + TENANT_PROPERTY
                    + " selects tenant " + selected.get() + ", which is not in oauth." + name() + ".tenants");
        }
        return selected.or(() -> Optional.ofNullable(settings.tenant()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "oauth." + name() + ": set the exchange property " + TENANT_PROPERTY + " to one of oauth."
                                + name() + ".tenants, or give the profile a tenant-id"));
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
