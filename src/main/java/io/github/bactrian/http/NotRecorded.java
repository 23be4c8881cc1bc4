package io.github.bactrian.http;

import java.io.IOException;

/** The journal could not take note of a call, which was therefore not sent. */
final class NotRecorded extends IOException {

    NotRecorded(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
