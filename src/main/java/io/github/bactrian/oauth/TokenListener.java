package io.github.bactrian.oauth;

import io.github.bactrian.PublicApi;
import java.time.Duration;

/** Is told of each request for a token; called on the thread that made it, and must return soon. */
@PublicApi
public interface TokenListener {

    /**
     * A request has been answered, or has failed.
     *
     * @param took from sending the request until its answer or failure
     * @param issued whether there is a token now
     */
    void asked(OAuthProfile profile, Duration took, boolean issued);
}
