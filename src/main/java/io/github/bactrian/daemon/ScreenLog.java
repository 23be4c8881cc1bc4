package io.github.bactrian.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of the commands: on the screen, and quiet when all is well. No {@code logback.xml}, which would also be that of
 * every application that has this jar as a library.
 */
final class ScreenLog {
    private static final String PATTERN = "%d{HH:mm:ss} %-5level %msg%cause%nopex";

    private static final Map<String, Level> LEVELS = Map.of(
            Logger.ROOT_LOGGER_NAME,
            Level.INFO,
            "org.apache.camel",
            Level.WARN,
            // FailedExchanges says in a line what this says in a page
            "org.apache.camel.processor.errorhandler",
            Level.OFF,
            // says twice why it does not start, what the command says at its end
            "org.apache.camel.impl.engine.AbstractCamelContext",
            Level.ERROR,
            "org.quartz",
            Level.WARN,
            "com.microsoft.aad.msal4j",
            Level.OFF,
            "io.netty",
            Level.WARN);

    private ScreenLog() {}

    /** In place of what Logback does by default, unless {@code -Dlogback.configurationFile} names a file. */
    static void install() {
        if (System.getProperty("logback.configurationFile") == null
                && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender(context));
        }
    }

    private static ScreenAppender appender(LoggerContext context) {
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout(context));
        encoder.start();
        ScreenAppender screen = new ScreenAppender(encoder);
        screen.setContext(context);
        screen.setName(ScreenAppender.NAME);
        screen.addFilter(new RepeatedFailures());
        screen.start();
        return screen;
    }

    static PatternLayout layout(LoggerContext context) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("cause", CauseConverter::new);
        layout.getInstanceConverterMap().put("msg", MessageConverter::new);
        layout.setPattern(PATTERN);
        layout.start();
        return layout;
    }
}
