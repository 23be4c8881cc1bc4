package io.github.bactrian.daemon.check;

import io.github.bactrian.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** Camel's components, languages or data formats: which there are, and which are on the class path. */
final class Parts {
    private static final String SERVICES = "META-INF/services/org/apache/camel/";
    private final String kind;
    private final List<String> known;

    private Parts(String kind, List<String> known) {
        this.kind = kind;
        this.known = known;
    }

    /** @param kind {@code component}, {@code language} or {@code dataformat} */
    static Parts of(String kind) {
        try (InputStream in = Main.class.getResourceAsStream(kind + "s.properties")) {
            return new Parts(
                    kind,
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to say if {@code name} cannot be used; empty if it can. */
    Optional<String> missing(String name) {
        if (CamelContext.class.getClassLoader().getResource(SERVICES + kind + "/" + name) != null) {
            return Optional.empty();
        }
        String what = kind.equals("dataformat") ? "data format" : kind;
        if (known.contains(name)) {
            return Optional.of(what + " '" + name + "' is not installed: put its Camel jar on the class path");
        }
        return Optional.of("unknown " + what + " '" + name + "'" + NearestName.didYouMean(name, known));
    }

    boolean isKnown(String name) {
        return known.contains(name);
    }
}
