package io.github.bactrian.daemon;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;

/** The exception of a log event as a few words; its stack trace only with {@code --stacktrace}. */
final class CauseConverter extends ClassicConverter {
    /** The system property that {@code --stacktrace} sets. */
    static final String STACKTRACE = "bactrian.stacktrace";

    private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

    @Override
    public void start() {
        traces.start();
        super.start();
    }

    @Override
    public String convert(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown == null) {
            return "";
        }
        if (Boolean.getBoolean(STACKTRACE)) {
            return System.lineSeparator() + traces.convert(event);
        }
        while (thrown.getCause() != null && thrown.getCause() != thrown) {
            thrown = thrown.getCause();
        }
        String message = thrown.getMessage() == null ? thrown.getClassName() : thrown.getMessage();
        return event.getFormattedMessage().contains(message) ? "" : " (" + message + ")";
    }
}
