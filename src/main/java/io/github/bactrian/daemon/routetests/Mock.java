package io.github.bactrian.daemon.routetests;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands for an endpoint outside of this process.
 *
 * @param to its URI; {@code *} stands for anything
 * @param body what it answers, null to leave the message's body as it is
 * @param fails the message of the error that it ends with, null for none
 */
record Mock(
        String to,
        @Nullable String body,
        Map<String, String> headers,
        @Nullable String fails) {

    boolean matches(String uri) {
        return Wildcards.match(to, uri);
    }
}
