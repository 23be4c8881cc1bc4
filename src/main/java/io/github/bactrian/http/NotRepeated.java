package io.github.bactrian.http;

import java.io.IOException;

/** A call is not sent once more, because it must not be. */
final class NotRepeated extends IOException {

    NotRepeated(String message, IOException cause) {
        super(message, cause);
    }
}
