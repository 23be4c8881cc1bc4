package io.github.bactrian.spring;

import io.github.bactrian.embed.ProfileProperties;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** {@code oauth.*} as Spring Boot reads properties: {@code client-id} may be {@code clientId}, and lists may be lists. */
record SpringProperties(Environment environment) implements ProfileProperties {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("oauth");
    private static final String LIST = "oauth.profiles";

    @Override
    public Map<String, String> all() {
        Binder binder = Binder.get(environment);
        Map<String, String> found = new TreeMap<>();
        binder.bind(LIST, Bindable.listOf(String.class)).ifBound(names -> found.put(LIST, String.join(",", names)));
        Set<ConfigurationPropertyName> written = written();
        for (ConfigurationPropertyName key : written) {
            ConfigurationPropertyName profile = key.chop(2);
            String prefix = "oauth." + profile.getElement(1, Form.ORIGINAL) + ".";
            binder.bind(profile, Bindable.of(OAuthProfileProperties.class))
                    .ifBound(bound -> bound.texts().forEach((setting, text) -> found.put(prefix + setting, text)));
        }
        written.stream().filter(key -> !isKnown(key)).forEach(key -> found.put(key.toString(), ""));
        return found;
    }

    /** All keys of profiles but those of environment variables: a variable alone may be anybody's. */
    private Set<ConfigurationPropertyName> written() {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(source -> !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource))
                .flatMap(SpringProperties::names)
                .filter(name -> PREFIX.isAncestorOf(name) && name.getNumberOfElements() > 2)
                .filter(name -> !name.getElement(1, Form.UNIFORM).equals("profiles"))
                .collect(Collectors.toSet());
    }

    private static Stream<ConfigurationPropertyName> names(ConfigurationPropertySource source) {
        return source instanceof IterableConfigurationPropertySource names ? names.stream() : Stream.of();
    }

    private static boolean isKnown(ConfigurationPropertyName key) {
        int end = key.getNumberOfElements() - (key.isLastElementIndexed() ? 1 : 0);
        String setting = IntStream.range(2, end)
                .mapToObj(element -> key.getElement(element, Form.UNIFORM))
                .collect(Collectors.joining("."));
        return OAuthProfileProperties.settings().stream()
                .anyMatch(known -> known.replace("-", "").equals(setting));
    }
}
