package io.github.bactrian.daemon;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.LikelySecrets;
import io.github.bactrian.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Each log event as one object in one line; docs/metrics.md lists its keys. Logback's own encoder nests what we name. */
final class JsonLog extends EncoderBase<ILoggingEvent> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CauseConverter causes = new CauseConverter();

    @Override
    public void start() {
        causes.start();
        super.start();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("message", LikelySecrets.masked(event.getFormattedMessage()) + causes.convert(event));
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        event.getMDCPropertyMap().forEach(line::putIfAbsent);
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> line.putIfAbsent(pair.key, pair.value));
        }
        return json(line).getBytes(StandardCharsets.UTF_8);
    }

    /** What the command itself says, in the same form. */
    static String line(String text) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().toString());
        line.put("level", "INFO");
        line.put("message", text);
        return json(line);
    }

    private static String json(Map<String, Object> line) {
        try {
            // JSON leaves some characters as they are that a terminal does not; within its strings the escapes are the
            // same
            return Printable.of(JSON.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and numbers can always be written as JSON", e);
        }
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
