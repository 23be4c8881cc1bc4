package io.github.bactrian.daemon;

import io.github.bactrian.NearestName;
import io.github.bactrian.SettingException;
import io.github.bactrian.Settings;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.Token;
import io.github.bactrian.oauth.TokenException;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** One profile in a Camel context of its own: it works, or fails, whatever the other profiles and the routes do. */
final class LoneProfile implements AutoCloseable {

    private final Settings settings;
    private final CamelContext context = new DefaultCamelContext(false);
    private final OAuthProfile profile;

    private LoneProfile(Settings settings, Map<String, String> properties) {
        this.settings = settings;
        this.profile = OAuth.install(context, properties).profiles().iterator().next();
    }

    /**
     * Reads the profile's settings.
     *
     * @param name with or without {@code oauth.} before it
     * @throws StartFault if there is no such profile; names the nearest
     * @throws SettingException if the profile cannot work
     */
    static LoneProfile open(Configuration configuration, String name) {
        String prefix = "oauth." + plain(configuration, name) + ".";
        Map<String, String> own = new TreeMap<>(configuration.values());
        own.keySet().removeIf(key -> !key.startsWith(prefix));
        // Judged here instead: what is in a token that lacks a role is what people want to see.
        own.remove(prefix + "required-roles");
        return new LoneProfile(settings(configuration, name), own);
    }

    /** The settings alone, not judged yet. */
    static Settings settings(Configuration configuration, String name) {
        return new Settings("", configuration.values()).below("oauth." + plain(configuration, name) + ".");
    }

    /** @throws StartFault if there is no such profile; names the nearest */
    static String plain(Configuration configuration, String name) {
        String plain = name.startsWith("oauth.") ? name.substring("oauth.".length()) : name;
        Set<String> known = configuration.profiles();
        if (!known.contains(plain)) {
            throw StartFault.configuration("There is no profile oauth." + plain + NearestName.didYouMean(plain, known));
        }
        return plain;
    }

    /**
     * The tenant to ask.
     *
     * @param selected null for the profile's own, or the first of its tenants if it has none
     * @throws IllegalArgumentException if the profile may not ask that one
     */
    String tenant(@Nullable String selected) {
        Set<String> tenants = profile.tenants();
        if (selected != null && !tenants.contains(selected)) {
            throw new IllegalArgumentException(this + ": tenant " + selected + " is neither its tenant-id nor among its"
                    + " tenants; add it to " + settings.name("tenants"));
        }
        Exchange exchange = new DefaultExchange(context);
        String asked =
                selected == null && !tenants.isEmpty() ? tenants.iterator().next() : selected;
        exchange.setProperty(OAuthProfile.TENANT_PROPERTY, asked);
        return profile.tenantFor(exchange);
    }

    Token token(String tenant) throws TokenException {
        return profile.token(tenant);
    }

    /** The app roles in a token; empty if it has none or is opaque. */
    static List<String> roles(Token token) {
        return token.claims().get("roles") instanceof Collection<?> present
                ? present.stream().map(Objects::toString).toList()
                : List.of();
    }

    /** The roles that the profile requires and the token lacks. */
    Set<String> missingRoles(Token token) {
        Set<String> missing = new LinkedHashSet<>(settings.list("required-roles"));
        missing.removeAll(roles(token));
        return missing;
    }

    /** What is missing and how it is given; empty if nothing is. */
    String remedy(Token token, String tenant) {
        Set<String> missing = missingRoles(token);
        return missing.isEmpty()
                ? ""
                : this + ": the token lacks the app roles " + String.join(", ", missing)
                        + ". Add them to the app registration's API permissions; then an administrator consents"
                        + ConsentPage.of(settings, tenant)
                                .map(page -> " at " + page)
                                .orElse("");
    }

    /** Where an administrator of the tenant consents; empty if the profile's issuer has no such page. */
    Optional<URI> consentUrl(String tenant) {
        return profile.consentUrl(tenant);
    }

    /**
     * How long its certificates last, each in words; empty if it has none.
     *
     * @throws TokenException if a file cannot be used
     */
    List<String> certificates(Instant now) throws TokenException {
        return profile.certificates().stream()
                .map(certificate -> "certificate " + certificate.file() + ": " + days(certificate.daysLeft(now)))
                .toList();
    }

    private static String days(long left) {
        return left < 0 ? "expired" : Words.number((int) Math.min(left, Integer.MAX_VALUE), "day") + " left";
    }

    Settings settings() {
        return settings;
    }

    @Override
    public void close() {
        context.stop();
    }

    @Override
    public String toString() {
        return profile.toString();
    }
}
