package io.github.bactrian.embed;

import io.github.bactrian.PublicApi;
import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.oauth.OAuth;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts profiles into a Camel context. Camel 4.15 and newer do so by themselves when they find the jar; elsewhere it is one line
 * of code, {@code Bactrian.install(context)}, or one of camel-main's and {@code camel run}'s properties: {@code
 * camel.main.configurationClasses = io.github.bactrian.embed.Bactrian}.
 */
@PublicApi
public final class Bactrian implements CamelConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(Bactrian.class);

    /** For camel-main, which makes one by its name. */
    public Bactrian() {}

    /** The same as {@link #install(CamelContext)}. */
    @Override
    public void configure(CamelContext context) {
        install(context);
    }

    /**
     * Installs the profiles that a bean {@link ProfileProperties} describes, or else the context's own properties, overridden
     * by environment variables. Does nothing if there are none, or if some were installed before. To be called before the
     * context starts; from Camel 4.15 on Camel does so by itself.
     *
     * @throws io.github.bactrian.SettingException if a profile cannot work; says which key and what to write
     */
    public static void install(CamelContext context) {
        ProfileProperties bean = context.getRegistry().findSingleByType(ProfileProperties.class);
        install(context, bean == null ? own(context) : bean.all());
    }

    private static Map<String, String> own(CamelContext context) {
        Map<String, String> properties = new TreeMap<>();
        // Camel's Properties answers neither forEach nor stringPropertyNames
        context.getPropertiesComponent()
                .loadProperties()
                .entrySet()
                .forEach(entry -> properties.put(
                        entry.getKey().toString(), entry.getValue().toString()));
        return new ProfileKeys(properties).withVariables(System.getenv());
    }

    /**
     * As above, with properties from elsewhere. Settings that do not exist are warned of and left out, for another part of
     * the application may know them.
     *
     * @param properties all properties; those that do not begin with {@code oauth.} are ignored. If there is an {@code
     *     oauth.profiles}, only the profiles that it names, separated by commas, are Bactrian's
     */
    public static void install(CamelContext context, Map<String, String> properties) {
        if (OAuth.of(context) != null) {
            return;
        }
        Map<String, String> known = new ProfileKeys(properties).known(LOG::warn);
        if (!known.isEmpty()) {
            OAuth oauth = OAuth.install(context, known);
            AuthorizedHttp.install(context);
            LOG.info("Calls may be made with {}", oauth.profiles());
        }
    }
}
