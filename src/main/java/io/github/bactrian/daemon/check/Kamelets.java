package io.github.bactrian.daemon.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The Kamelets that routes can use: those where Camel looks for them, and the routes' own templates. */
final class Kamelets {
    private static final String LOCATION = "camel.component.kamelet.location";
    private static final String SUFFIX = ".kamelet.yaml";
    private final Map<String, Optional<Kamelet>> known = new TreeMap<>();
    private boolean complete = true;

    /**
     * Reads all that can be reached.
     *
     * @param templates the elements of the route files; others than route templates are ignored
     */
    static Kamelets read(Path directory, Map<String, String> properties, Collection<Element> templates) {
        Kamelets kamelets = new Kamelets();
        for (String location :
                properties.getOrDefault(LOCATION, "classpath:kamelets").split(",", -1)) {
            kamelets.look(directory, location.strip());
        }
        templates.stream()
                .filter(element -> element.definition().equals("RouteTemplateDefinition"))
                .map(Kamelet::ofTemplate)
                .forEach(template -> kamelets.known.put(template.name(), Optional.of(template)));
        return kamelets;
    }

    /** Whether there can be no others. */
    boolean isComplete() {
        return complete;
    }

    Collection<String> names() {
        return known.keySet();
    }

    boolean has(String name) {
        return known.containsKey(name);
    }

    /** Empty if there is none of this name, or it cannot be read. */
    Optional<Kamelet> find(String name) {
        return known.getOrDefault(name, Optional.empty());
    }

    private void look(Path directory, String location) {
        try {
            if (location.startsWith("classpath:")) {
                classpath(location.substring("classpath:".length()));
            } else if (location.startsWith("file:")) {
                files(directory.resolve(location.substring("file:".length())));
            } else {
                complete = false;
            }
        } catch (IOException | URISyntaxException e) {
            complete = false;
        }
    }

    private void classpath(String folder) throws IOException, URISyntaxException {
        for (URL url : Collections.list(CamelContext.class.getClassLoader().getResources(folder))) {
            if (url.openConnection() instanceof JarURLConnection jar) {
                jar.setUseCaches(false);
                try (var file = jar.getJarFile()) {
                    for (var entry : Collections.list(file.entries())) {
                        if (entry.getName().matches(folder + "/[^/]+[.]kamelet[.]yaml")) {
                            try (InputStream in = file.getInputStream(entry)) {
                                add(entry.getName().substring(folder.length() + 1), in);
                            }
                        }
                    }
                }
            } else {
                files(Path.of(new URI(url.toString())));
            }
        }
    }

    private void files(Path folder) throws IOException {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(SUFFIX)).toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    add(file.getFileName().toString(), in);
                }
            }
        }
    }

    private void add(String file, InputStream in) {
        String name = file.substring(0, file.length() - SUFFIX.length());
        try {
            Compose compose = new Compose(LoadSettings.builder().setLabel(file).build());
            known.putIfAbsent(name, compose.composeInputStream(in).map(root -> Kamelet.of(name, root)));
        } catch (YamlEngineException e) {
            // Whoever ships it finds out; here it only means that nothing can be said of its parameters.
            known.putIfAbsent(name, Optional.empty());
        }
    }
}
