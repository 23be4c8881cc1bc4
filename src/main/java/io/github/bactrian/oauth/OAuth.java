package io.github.bactrian.oauth;

import io.github.bactrian.PublicApi;
import io.github.bactrian.SettingException;
import io.github.bactrian.Settings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The profiles of one Camel context. */
@PublicApi
public final class OAuth {

    /** The exchange property that holds the name of the profile in force; absent if there is none. */
    public static final String PROFILE_PROPERTY = "oauthProfile";

    private static final Logger LOG = LoggerFactory.getLogger(OAuth.class);

    private final Map<String, OAuthProfile> profiles = new TreeMap<>();

    private final List<TokenListener> listeners = new CopyOnWriteArrayList<>();

    private final boolean dryRun;

    private OAuth(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /**
     * Reads the groups {@code oauth.<profile>.*} and binds a processor {@code oauth.<profile>} for each, and
     * {@code oauth.none}. To be called before the routes are added; values may hold Camel's placeholders.
     *
     * @param properties all properties; those that do not begin with {@code oauth.} are ignored
     * @throws SettingException if a profile cannot work
     */
    public static OAuth install(CamelContext context, Map<String, String> properties) {
        return install(context, properties, Clock.systemUTC());
    }

    /** As above, with a clock that decides about the age of tokens. */
    public static OAuth install(CamelContext context, Map<String, String> properties, Clock clock) {
        OAuth oauth = new OAuth(false).into(context, properties, clock, OAuth::issuer);
        oauth.profiles.values().forEach(profile -> warnOfEndingCertificates(profile, clock.instant()));
        return oauth;
    }

    /**
     * In place of {@link #install(CamelContext, Map)}, for a context that is to call nobody: no issuer is asked, no
     * credential is read, and in place of each token stands a text that says whose it would be.
     *
     * @throws SettingException if a profile cannot work
     */
    public static OAuth dryRun(CamelContext context, Map<String, String> properties) {
        Map<String, String> needed = new TreeMap<>(properties);
        // the sandbox makes its file when it starts; nobody asks for one here
        needed.keySet().removeIf(key -> key.matches("oauth\\.[^.]+\\.ca-file"));
        return new OAuth(true)
                .into(context, needed, Clock.systemUTC(), (settings, all, clock) -> new NoIssuer(settings, clock));
    }

    /** Where a profile's tokens come from. */
    private interface Sources {
        TokenSource source(ProfileSettings settings, Settings all, Clock clock);
    }

    private OAuth into(CamelContext context, Map<String, String> properties, Clock clock, Sources sources) {
        // Renewals are rare: a thread for each outlives any pool that a stop of the context would end.
        Executor renewals = task -> context.getExecutorServiceManager()
                .newThread("oauth-renewal", task)
                .start();
        context.getCamelContextExtension().addContextPlugin(OAuth.class, this);
        ProfileGroups groups = ProfileGroups.of(properties);
        for (String name : groups.names()) {
            profiles.put(name, profile(name, groups.values(name, context), clock, renewals, sources));
        }
        profiles.forEach((name, profile) -> bind(context, name, new OAuthProcessor(profile)));
        bind(context, ProfileGroups.NO_PROFILE, exchange -> exchange.removeProperty(PROFILE_PROPERTY));
        context.addRoutePolicyFactory(new InboundHeaders());
        context.addLifecycleStrategy(new RolesAtStart(this));
        return this;
    }

    /** What was installed into this context; null if nothing was. */
    public static @Nullable OAuth of(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(OAuth.class);
    }

    /** Whether nobody is to be called. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** What may stand behind {@code oauth.<profile>.}; what may stand behind {@code call.} is not among it. */
    public static Set<String> settings() {
        return ProfileSettings.keys();
    }

    /** Has each profile ask for a token anew when it next needs one. */
    public void forgetTokens() {
        profiles.values().forEach(OAuthProfile::forgetTokens);
    }

    /** Has somebody told of all requests for tokens from now on. */
    public void addListener(TokenListener listener) {
        listeners.add(listener);
    }

    /** Ordered by name. */
    public Collection<OAuthProfile> profiles() {
        return profiles.values();
    }

    /** The profile in force for the exchange; empty if there is none. */
    public Optional<OAuthProfile> profileOf(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROFILE_PROPERTY, String.class))
                .map(name -> Optional.ofNullable(profiles.get(name))
                        .orElseThrow(() -> new IllegalArgumentException("There is no profile oauth." + name)));
    }

    private static void bind(CamelContext context, String name, Processor processor) {
        context.getRegistry().bind(ProfileGroups.PREFIX + name, Processor.class, processor);
    }

    private OAuthProfile profile(
            String name, Map<String, String> values, Clock clock, Executor renewals, Sources sources) {
        Settings all = new Settings(ProfileGroups.PREFIX + name + ".", values);
        ProfileSettings settings = ProfileSettings.read(name, all);
        TokenSource source =
                new ToldTokenSource(sources.source(settings, all, clock), (took, issued) -> tell(name, took, issued));
        Duration patience = settings.transport().timeout().multipliedBy(3);
        return new OAuthProfile(
                settings, new TokenCache(ProfileGroups.PREFIX + name, source, clock, renewals, patience));
    }

    private static TokenSource issuer(ProfileSettings settings, Settings all, Clock clock) {
        TokenSource source = settings.identity().source(settings.name(), http(all, settings), clock);
        return settings.requiredRoles().isEmpty() ? source : new RequiredRoles(settings, source);
    }

    private void tell(String profile, Duration took, boolean issued) {
        listeners.forEach(listener -> listener.asked(Objects.requireNonNull(profiles.get(profile)), took, issued));
    }

    private static void warnOfEndingCertificates(OAuthProfile profile, Instant now) {
        try {
            profile.certificates().stream()
                    .filter(certificate -> certificate.isEnding(now))
                    .forEach(certificate -> LOG.warn("{}: {}", profile, certificate.notice(now)));
        } catch (TokenException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private static IssuerHttp http(Settings all, ProfileSettings settings) {
        try {
            return new IssuerHttp(
                    new Subject(settings.name(), settings.identity().address()), settings.transport());
        } catch (IOException | GeneralSecurityException e) {
            throw all.problem("ca-file", "holds no PEM certificates that can be used: " + e.getMessage());
        }
    }
}
