package io.github.bactrian.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Finds the properties of a working directory. */
final class ConfigurationFiles {
    static final String BASE = "application.properties";
    static final String SANDBOX = "application-sandbox.properties";

    private ConfigurationFiles() {}

    /**
     * Reads all layers.
     *
     * @param sandbox whether {@value #SANDBOX} is laid over {@value #BASE}
     * @throws StartFault if a file that was asked for is not there or cannot be read
     */
    static Configuration read(Path directory, boolean sandbox, Options options) {
        List<Collection<Property>> layers = new ArrayList<>();
        if (Files.exists(directory.resolve(BASE))) {
            layers.add(PropertiesFile.read(directory.resolve(BASE), BASE));
        }
        List<Property> confining = sandbox ? sandbox(directory) : List.of();
        layers.add(confining);
        options.properties.forEach(file -> layers.add(PropertiesFile.read(directory.resolve(file), file.toString())));
        Configuration all =
                Configuration.of(layers, new Environment(System.getenv()), defined(layers, options.defined));
        return sandbox ? all.confinedTo(confining) : all;
    }

    private static List<Property> sandbox(Path directory) {
        if (!Files.exists(directory.resolve(SANDBOX))) {
            throw StartFault.configuration("--sandbox needs the file " + SANDBOX + " in " + directory.toAbsolutePath()
                    + ": it sends the profiles to the sandbox");
        }
        return PropertiesFile.read(directory.resolve(SANDBOX), SANDBOX);
    }

    /** The JVM's own -D before that of the command; of the JVM's only what concerns us. */
    private static List<Property> defined(List<Collection<Property>> layers, Map<String, String> own) {
        List<Property> defined = new ArrayList<>();
        Properties system = System.getProperties();
        for (String key : system.stringPropertyNames()) {
            boolean named = layers.stream().flatMap(Collection::stream).anyMatch(property -> property.key()
                    .equals(key));
            boolean ours = key.matches("(oauth|import|camel)\\..*") || Configuration.OWN.containsKey(key);
            if (named || ours) {
                defined.add(new Property(key, system.getProperty(key), "-D" + key));
            }
        }
        own.forEach((key, value) -> defined.add(new Property(key, value, "-D" + key)));
        return defined;
    }
}
