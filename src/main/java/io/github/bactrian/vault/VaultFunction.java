package io.github.bactrian.vault;

import io.github.bactrian.oauth.OAuth;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/**
 * The placeholder <code>{{vault:NAME}}</code>: the current version of a secret. Values are kept for {@code
 * bactrian.vault.refresh}; while the vault cannot be reached, the last one stays.
 */
public final class VaultFunction implements PropertiesFunction, CamelContextAware {

    private final ConcurrentMap<String, CachedSecret> secrets = new ConcurrentHashMap<>();
    private final Clock clock;
    private @Nullable CamelContext context;
    private volatile @Nullable Vault vault;

    /** For Camel, which finds it by its name. */
    public VaultFunction() {
        this(Clock.systemUTC());
    }

    VaultFunction(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String getName() {
        return "vault";
    }

    /**
     * The value of a secret.
     *
     * @param name of the secret
     * @throws IllegalArgumentException if there is no such secret, or none can be read; says why
     */
    @Override
    public String apply(String name) {
        OAuth oauth = context == null ? null : OAuth.of(context);
        if (oauth != null && oauth.isDryRun()) {
            return "<secret " + name + ">";
        }
        Vault known = vault(oauth);
        return secrets.computeIfAbsent(name, key -> new CachedSecret(() -> known.secret(key), known.refresh(), clock))
                .value();
    }

    private Vault vault(@Nullable OAuth oauth) {
        Vault known = vault;
        if (known == null) {
            if (context == null || oauth == null) {
                throw new IllegalArgumentException("{{vault:…}} needs a profile: set bactrian.vault.profile");
            }
            known = Vault.read(context, oauth);
            vault = known;
        }
        return known;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }
}
