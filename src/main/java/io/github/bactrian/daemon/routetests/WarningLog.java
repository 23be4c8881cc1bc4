package io.github.bactrian.daemon.routetests;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** In place of the log while it is open: keeps the first warnings of each test, to be shown if it fails. */
public final class WarningLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final int MOST = 5;

    private final List<String> lines = new ArrayList<>();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    /** Silences the others from now on. */
    public WarningLog() {
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        synchronized (lines) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN) && lines.size() < MOST) {
                lines.add(event.getFormattedMessage());
            }
        }
    }

    void clear() {
        synchronized (lines) {
            lines.clear();
        }
    }

    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Lets the others speak again. */
    @Override
    public void close() {
        root.detachAppender(this);
        stop();
        others.forEach(root::addAppender);
    }
}
