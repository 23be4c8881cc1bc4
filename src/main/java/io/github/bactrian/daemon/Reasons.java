package io.github.bactrian.daemon;

import io.github.bactrian.SettingException;
import io.github.bactrian.SystemicFault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What lies behind exceptions, in words. */
final class Reasons {
    /** More would only repeat. */
    private static final int DEEPEST = 4;

    private Reasons() {}

    /** Why Camel does not start, as one message. */
    static StartFault ofStart(RuntimeException failure, Configuration configuration) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFault fault) {
                return fault;
            }
            if (cause instanceof SettingException setting) {
                return new StartFault(StartFault.CONFIGURATION, of(setting, configuration), failure);
            }
        }
        return new StartFault(StartFault.CONFIGURATION, "The routes cannot start: " + of(failure), failure);
    }

    /** With the place of the setting, or how to give one that is missing. */
    static String of(SettingException setting, Configuration configuration) {
        return configuration
                .place(setting.key())
                .map(place -> place + ": " + setting.getMessage())
                .orElseGet(() -> setting.getMessage() + " (as a line of " + ConfigurationFiles.BASE
                        + " or the environment variable " + Environment.variable(setting.key()) + ")");
    }

    /** The messages of an exception and its causes, outermost first, none that repeats another. */
    static String of(@Nullable Throwable failure) {
        Set<String> messages = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String repeated = cause.getCause() == null ? null : cause.getCause().getMessage();
            String message = message(cause);
            // ours say all that there is to say
            boolean last = cause.getCause() == null || cause instanceof SystemicFault;
            if (last || (messages.size() < DEEPEST - 1 && (repeated == null || !message.contains(repeated)))) {
                messages.add(message);
            }
            if (last) {
                break;
            }
        }
        return String.join(": ", messages);
    }

    /** The messages of file errors are mere paths; the class says what is the matter. */
    private static String message(Throwable cause) {
        String message = cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getMessage().strip();
        if (cause instanceof NoSuchFileException) {
            return message + " does not exist";
        }
        if (cause instanceof AccessDeniedException) {
            return message + ": permission denied";
        }
        return cause instanceof FileAlreadyExistsException
                ? message + " is a file where a directory is needed"
                : message;
    }

    /** Why a file cannot be read or written. */
    static String of(IOException failure) {
        return message(failure);
    }
}
