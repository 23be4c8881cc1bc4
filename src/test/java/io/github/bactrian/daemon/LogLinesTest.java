package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLinesTest {
    private static final String EVIL = "a\n12:00:00 ERROR forged\u001b[2J\u009b\u202e";
    private static final String JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    @AfterEach
    void reset() {
        System.clearProperty(CauseConverter.STACKTRACE);
    }

    private LoggingEvent event(String message, @Nullable Throwable failure) {
        Logger logger = context.getLogger("x");
        return new LoggingEvent("x", logger, Level.ERROR, message, failure, null);
    }

    private String text(String message, @Nullable Throwable failure) {
        return ScreenLog.layout(context).doLayout(event(message, failure));
    }

    @Test
    void aMessageAndItsCauseAreOneLine() {
        assertThat(text(EVIL, new IOException("cause " + EVIL)))
                .contains("a\\n12:00:00 ERROR forged\\u001b[2J\\u009b\\u202e (cause a\\n12:00:00")
                .doesNotContain("\n", "\u001b", "\u009b", "\u202e");
    }

    @Test
    void aStackTraceHasLinesOfItsOwnOnly() {
        System.setProperty(CauseConverter.STACKTRACE, "true");

        String trace = text("failed", new IllegalStateException(EVIL, new IOException(EVIL)));

        assertThat(trace)
                .contains(
                        "IllegalStateException: a", "Caused by: java.io.IOException: a", "\tat ", "\t| 12:00:00 ERROR")
                .doesNotContain("\n12:00:00", "\u001b", "\u009b", "\u202e");
    }

    @Test
    void jsonStaysJsonAndSteersNoTerminal() throws Exception {
        JsonLog json = new JsonLog();
        json.start();

        String line = new String(json.encode(event(EVIL + " \"quoted\\", null)), StandardCharsets.UTF_8);

        assertThat(line).doesNotContain("\n", "\u001b", "\u009b", "\u202e");
        assertThat(new ObjectMapper().readTree(line).path("message").asText()).isEqualTo(EVIL + " \"quoted\\");
    }

    @Test
    void aTokenInAMessageACauseOrATraceIsMasked() {
        assertThat(text("got " + JWT, new IOException("sent Bearer " + JWT))).doesNotContain("eyJ");
        System.setProperty(CauseConverter.STACKTRACE, "true");
        assertThat(text("got", new IOException("sent " + JWT))).doesNotContain("eyJ");
    }
}
