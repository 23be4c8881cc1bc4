package io.github.bactrian.daemon;

import java.util.Set;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * Lets placeholders of routes fall back to environment variables, as Camel would, but for those of profiles: a secret is read by the
 * profile alone.
 */
final class VariablesSource implements PropertiesSource {

    private final Set<String> known;

    /** @param known keys that have a value elsewhere, which counts */
    VariablesSource(Set<String> known) {
        this.known = known;
    }

    @Override
    public String getName() {
        return "variables";
    }

    @Override
    public @Nullable String getProperty(String name) {
        return name.startsWith("oauth.") || known.contains(name) ? null : IOHelper.lookupEnvironmentVariable(name);
    }
}
