package io.github.bactrian.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Starts the routes where nothing can be sent, to learn what a reading of the files does not show. */
final class Rehearsal {
    private static final Pattern PLACE =
            Pattern.compile("(?s)(?:The routes cannot start: )?(.*?)\\s+in file:(\\S+?), line (\\d+), column (\\d+).*");

    private static final List<Logger> LOGGERS = Stream.of(
                    org.slf4j.Logger.ROOT_LOGGER_NAME, "org.apache.camel", "io.github.bactrian")
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();

    private Rehearsal() {}

    /** Returns why the routes would not start, in the form of other findings; empty if they would. */
    static List<String> findings(Preparation preparation) {
        Map<Logger, Level> before = new HashMap<>();
        LOGGERS.forEach(logger -> before.put(logger, logger.getLevel()));
        // whatever starts has its say; what matters is in the exception
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
        try {
            Daemon.rehearse(preparation.configuration(), preparation.directory(), preparation.sandbox());
            return List.of();
        } catch (StartFault fault) {
            return List.of(placed(fault.getMessage()));
        } finally {
            before.forEach(Logger::setLevel);
        }
    }

    /** Camel's YAML reader tells where a fault is on a line of its own. */
    static String placed(String message) {
        Matcher place = PLACE.matcher(message);
        return place.matches()
                ? place.group(2) + ":" + place.group(3) + ":" + place.group(4) + ": " + place.group(1)
                : message;
    }
}
