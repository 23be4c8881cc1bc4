package io.github.bactrian.imports;

import java.io.IOException;

/** A file, or the rest of one, that cannot be split into rows. The message says where, why, and what to do. */
public final class UnreadableFileException extends IOException {
    UnreadableFileException(String message) {
        super(message);
    }
}
