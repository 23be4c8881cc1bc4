package io.github.bactrian.daemon;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** Puts the log above the status line, which a plain console appender would tear. */
final class ScreenAppender extends AppenderBase<ILoggingEvent> {
    static final String NAME = "screen";

    private Encoder<ILoggingEvent> encoder;

    ScreenAppender(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    /** Has the log, and what commands say, written as JSON from now on. */
    static void writeJson() {
        JsonLog json = new JsonLog();
        json.start();
        Appender<ILoggingEvent> screen = ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).getAppender(NAME);
        if (screen instanceof ScreenAppender own) {
            own.encoder = json;
        }
        Screen.stderr().setForm(JsonLog::line);
    }

    @Override
    protected void append(ILoggingEvent event) {
        Screen.stderr().logged(new String(encoder.encode(event), StandardCharsets.UTF_8).stripTrailing());
    }
}
