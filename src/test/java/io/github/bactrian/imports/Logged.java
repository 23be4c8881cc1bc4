package io.github.bactrian.imports;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class writes into the log meanwhile. */
record Logged(Logger logger, ListAppender<ILoggingEvent> appender) implements AutoCloseable {
    static Logged by(Class<?> type) {
        Logged logged = new Logged((Logger) LoggerFactory.getLogger(type), new ListAppender<>());
        logged.appender().start();
        logged.logger().addAppender(logged.appender());
        return logged;
    }

    List<String> lines() {
        return List.copyOf(appender.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
