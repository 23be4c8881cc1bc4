package io.github.bactrian.daemon;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.github.bactrian.LikelySecrets;
import io.github.bactrian.Printable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The exception of a log event as a few words; its stack trace only with {@code --stacktrace}. */
final class CauseConverter extends ClassicConverter {
    /** The system property that {@code --stacktrace} sets. */
    static final String STACKTRACE = "bactrian.stacktrace";

    private static final Pattern OF_TRACE = Pattern.compile(
            "\\s+at |\\s+\\.\\.\\. |\\s*(?:Caused by|Suppressed|Wrapped by): |[\\w$]+(?:\\.[\\w$]+)+(?::|$)");

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
            return System.lineSeparator() + trace(traces.convert(event));
        }
        while (thrown.getCause() != null && thrown.getCause() != thrown) {
            thrown = thrown.getCause();
        }
        String message = thrown.getMessage() == null ? thrown.getClassName() : thrown.getMessage();
        return event.getFormattedMessage().contains(message)
                ? ""
                : " (" + Printable.of(LikelySecrets.masked(message)) + ")";
    }

    /** A message of several lines within a trace is indented, so that none of them looks like another event. */
    private static String trace(String trace) {
        return Printable.lines(LikelySecrets.masked(trace))
                .lines()
                .map(line -> OF_TRACE.matcher(line).lookingAt() ? line : "\t| " + line)
                .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator()));
    }
}
