package io.github.bactrian.targets;

import io.github.bactrian.PublicApi;

/** Thrown when a value of a message would have been more than a value where a route puts it. Nothing was sent. */
@PublicApi
public final class RefusedValueException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String reason;

    /** @param message names the place and the remedy, and never holds the value */
    RefusedValueException(String message) {
        super(message);
        reason = message;
    }

    /** Names the place and the remedy, and never the value; never null. */
    @Override
    public String getMessage() {
        return reason;
    }
}
