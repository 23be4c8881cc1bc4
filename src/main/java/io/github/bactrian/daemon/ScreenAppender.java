package io.github.bactrian.daemon;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Puts the log above the status line, which a plain console appender would tear. Named in logback.xml. */
public final class ScreenAppender extends AppenderBase<ILoggingEvent> {
    private @Nullable Encoder<ILoggingEvent> encoder;

    /** How an event becomes text; required. */
    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (encoder != null) {
            Screen.stderr().line(new String(encoder.encode(event), StandardCharsets.UTF_8).stripTrailing());
        }
    }
}
