package io.github.bactrian.daemon;

import java.util.List;

/** Why a command does not begin, in words for the person who typed it: what, where, what to do. Ends it with one message. */
final class StartFault extends RuntimeException {
    /** Wrong usage or configuration. */
    static final int CONFIGURATION = 2;

    /** Anything else. */
    static final int OTHER = 1;

    private final int exitCode;

    StartFault(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    private StartFault(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static StartFault configuration(String message) {
        return new StartFault(CONFIGURATION, message);
    }

    /** Several findings at once, one a line. */
    static StartFault configuration(List<String> findings) {
        return configuration(String.join(System.lineSeparator(), findings));
    }

    static StartFault other(String message) {
        return new StartFault(OTHER, message);
    }

    int exitCode() {
        return exitCode;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
