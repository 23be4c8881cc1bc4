package io.github.bactrian.http;

import io.github.bactrian.oauth.OAuthProfile;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is told of each governed call that was attempted; called on the thread that made it, and must return soon. */
public interface CallListener {
    /** The result of a call of which bytes may have left, and to which no answer came. */
    String UNANSWERED = "unanswered";

    /** The result of a call of which nothing left: the connection did not come about, say. */
    String NOT_SENT = "not-sent";

    /**
     * A call has been answered, or has failed. A replay is a call of its own.
     *
     * @param profile whose call it was; null if the route chose none
     * @param result the answer's status code, or {@link #UNANSWERED} or {@link #NOT_SENT}
     * @param took from asking for a connection until the head of the answer, or the failure
     */
    void ended(@Nullable OAuthProfile profile, String result, Duration took);
}
