package io.github.bactrian.imports.formats;

import java.io.IOException;

/** A file, or the rest of one, that cannot be split into records. The message says where, why, and what to do. */
public final class UnreadableFileException extends IOException {
    public UnreadableFileException(String message) {
        super(message);
    }

    UnreadableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
