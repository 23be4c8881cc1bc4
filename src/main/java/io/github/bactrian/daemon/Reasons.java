package io.github.bactrian.daemon;

import io.github.bactrian.SettingException;
import java.util.LinkedHashSet;
import java.util.Set;

/** What lies behind exceptions, in words. */
final class Reasons {
    private Reasons() {}

    /** Why Camel does not start, as one message. */
    static StartFault ofStart(RuntimeException failure, Configuration configuration) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFault fault) {
                return fault;
            }
            if (cause instanceof SettingException setting) {
                String where = configuration.where(setting.key());
                String place = where.equals("default") ? "" : where + ": ";
                return new StartFault(StartFault.CONFIGURATION, place + setting.getMessage(), failure);
            }
        }
        return new StartFault(StartFault.CONFIGURATION, "The routes cannot start: " + of(failure), failure);
    }

    /** The messages of an exception and its causes, outermost first, none that repeats another. */
    static String of(Throwable failure) {
        Set<String> messages = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null && messages.size() < 4; cause = cause.getCause()) {
            String message = cause.getMessage() == null
                    ? cause.getClass().getSimpleName()
                    : cause.getMessage().strip();
            String repeated = cause.getCause() == null
                    ? ""
                    : String.valueOf(cause.getCause().getMessage());
            if (repeated.isEmpty() || !message.contains(repeated)) {
                messages.add(message);
            }
        }
        return String.join(": ", messages);
    }
}
