package io.github.bactrian.daemon.check;

import io.github.bactrian.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;

/** The options that a component's endpoints know, from the description that comes with the component. */
final class EndpointOptions {
    private static final Map<String, Optional<EndpointOptions>> CACHE = new ConcurrentHashMap<>();
    private final Map<String, BaseOptionModel> byName = new HashMap<>();
    /** What camel-http takes from its URIs as well, though its description lists it for the component alone. */
    private final Set<String> unlisted;

    private final List<String> prefixes;
    private final boolean lenient;

    private EndpointOptions(ComponentModel model) {
        // parts of the path may also be written as parameters
        model.getEndpointPathOptions().forEach(option -> byName.put(option.getName(), option));
        model.getEndpointParameterOptions().forEach(option -> byName.put(option.getName(), option));
        prefixes = model.getEndpointParameterOptions().stream()
                .filter(BaseOptionModel::isMultiValue)
                .map(BaseOptionModel::getPrefix)
                .toList();
        lenient = model.isLenientProperties();
        unlisted = model.getComponentOptions().stream()
                .map(BaseOptionModel::getName)
                .filter(name -> lenient && name.endsWith("Timeout"))
                .collect(Collectors.toSet());
    }

    /** Empty for a component that comes without a description. */
    static Optional<EndpointOptions> of(String scheme) {
        return CACHE.computeIfAbsent(scheme, key -> description(key).map(EndpointOptions::new));
    }

    private static Optional<ComponentModel> description(String scheme) {
        ClassLoader loader = CamelContext.class.getClassLoader();
        try (InputStream service =
                loader.getResourceAsStream("META-INF/services/org/apache/camel/component/" + scheme)) {
            if (service == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(service);
            String type = properties.getProperty("class", "");
            String folder = type.substring(0, type.lastIndexOf('.') + 1).replace('.', '/');
            try (InputStream json = loader.getResourceAsStream("META-INF/" + folder + scheme + ".json")) {
                return json == null
                        ? Optional.empty()
                        : Optional.of(JsonMapper.generateComponentModel(
                                new String(json.readAllBytes(), StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with this option, empty if nothing. */
    Optional<String> complaint(String name, String value) {
        BaseOptionModel option = byName.get(name);
        if (option != null) {
            return value(option, value);
        }
        if (unlisted.contains(name) || prefixes.stream().anyMatch(name::startsWith)) {
            return Optional.empty();
        }
        if (!lenient) {
            return Optional.of("unknown option '" + name + "'" + NearestName.didYouMean(name, byName.keySet()));
        }
        return NearestName.of(
                        name,
                        Stream.concat(byName.keySet().stream(), unlisted.stream())
                                .toList())
                .map(near ->
                        "'" + name + "' is no option and would go to the server as a query parameter; did you mean '"
                                + near + "'?");
    }

    private static Optional<String> value(BaseOptionModel option, String value) {
        if (value.contains("{") || value.startsWith("#") || value.startsWith("RAW(")) {
            return Optional.empty();
        }
        List<String> choice = option.getEnums();
        if (choice != null && choice.stream().noneMatch(value::equalsIgnoreCase)) {
            return Optional.of(
                    "'" + option.getName() + "' must be one of " + String.join(", ", choice) + ", not '" + value + "'");
        }
        boolean wrong =
                "boolean".equals(option.getType()) && !Set.of("true", "false").contains(value);
        return wrong
                ? Optional.of("'" + option.getName() + "' must be true or false, not '" + value + "'")
                : Optional.empty();
    }
}
