package io.github.bactrian.daemon;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.bactrian.LikelySecrets;
import io.github.bactrian.Printable;

/** The message of a log event on one line: file names and what APIs say may try to look like other lines. */
final class MessageConverter extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
        return Printable.of(LikelySecrets.masked(event.getFormattedMessage()));
    }
}
