package io.github.bactrian.http;

import io.github.bactrian.PublicApi;
import java.io.IOException;

/** A call was sent, wholly or in part, and no answer came: nobody knows whether it took effect. */
@PublicApi
public final class CallUnansweredException extends IOException {

    private final Call call;

    /**
     * @param sentId the id that the request carried for the API's logs, in words; empty if none
     * @param reason why no answer came, in words
     */
    CallUnansweredException(Call call, String sentId, String reason, Throwable cause) {
        super(call + sentId + " was sent and not answered (" + reason + ")", cause);
        this.call = call;
    }

    /** What was sent. */
    public Call call() {
        return call;
    }
}
