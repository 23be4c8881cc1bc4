package io.github.bactrian.daemon;

import io.github.bactrian.daemon.routetests.TestFiles;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Camel's Main is told: the configuration, laid over what holds for every daemon.
 *
 * @param taken the port that the server is to have and another process has; null if there is no server, or its port is free
 */
record CamelProperties(Properties all, @Nullable ServerPort taken) {
    /** Camel gives running work this long; what we add stays below the 20 seconds after which a stop must be over. */
    private static final int SHUTDOWN_SECONDS = 15;

    /** Nothing listens by accident: on loopback, unless somebody says otherwise. */
    private static final Map<String, String> SERVER =
            Map.of("camel.server.enabled", "true", "camel.server.host", "127.0.0.1", "camel.server.port", "8080");

    private static final Pattern SERVERS = Pattern.compile("camel\\.(server|management|health|metrics)\\.");
    private static final Logger LOG = LoggerFactory.getLogger(CamelProperties.class);

    /** @param seen whether it is to be seen from outside, as far as its port is free */
    static CamelProperties of(Configuration configuration, boolean seen) {
        Properties all = new Properties();
        all.setProperty("camel.main.name", "bactrian");
        all.setProperty("camel.main.shutdown-timeout", "" + SHUTDOWN_SECONDS);
        all.setProperty("camel.main.routes-include-pattern", configuration.routes());
        all.setProperty("camel.main.routes-exclude-pattern", "**/*" + TestFiles.ENDING);
        all.putAll(SERVER);
        all.putAll(configuration.open());
        boolean serving =
                seen && all.getProperty("camel.server.enabled", "").strip().equals("true");
        ServerPort port = serving ? ServerPort.of(all) : null;
        ServerPort taken = port != null && port.isTaken() ? port : null;
        if (port == null || taken != null) {
            all.keySet().removeIf(key -> SERVERS.matcher(key.toString()).lookingAt());
        }
        return new CamelProperties(all, taken);
    }

    /** @throws StartFault if there is no server, though somebody asked for it or a route is reached through it */
    void requireNoServerMissing(Configuration configuration, RouteModel routes) {
        if (taken == null) {
            return;
        }
        boolean asked =
                SERVER.keySet().stream().anyMatch(key -> configuration.get(key).isPresent());
        if (asked || routes.isReached("platform-http")) {
            throw StartFault.configuration(taken.advice());
        }
        LOG.warn("There is no page, and no health or metrics; all else works. {}", taken.advice());
    }
}
