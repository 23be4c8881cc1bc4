package io.github.bactrian.http;

import io.github.bactrian.oauth.OAuth;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;

/**
 * Installs the profiles {@code oauth.<profile>.*} into a context that camel-main or {@code camel run} makes:
 * {@code camel.main.configurationClasses = io.github.bactrian.http.ProfilesConfiguration}. Does nothing if profiles were
 * installed before.
 */
public final class ProfilesConfiguration implements CamelConfiguration {

    /** @throws io.github.bactrian.SettingException if a profile cannot work */
    @Override
    public void configure(CamelContext context) {
        if (OAuth.of(context) != null) {
            return;
        }
        Properties found = context.getPropertiesComponent().loadProperties(name -> name.startsWith("oauth."));
        Map<String, String> properties = new TreeMap<>();
        found.stringPropertyNames().forEach(name -> properties.put(name, found.getProperty(name)));
        OAuth.install(context, properties);
        AuthorizedHttp.install(context);
    }
}
