package io.github.bactrian.http;

import java.net.URI;
import java.util.Set;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the head of an answer says about its call.
 *
 * @param refused whether the API refused the call unprocessed, so that it changed nothing and may be made again
 * @param repeatsDelete whether a repeated {@code DELETE} found nothing, because its first attempt may have worked
 * @param redirect where the answer sends the caller, without its query; null if nowhere
 */
public record AnswerHead(
        int status,
        boolean refused,
        boolean repeatsDelete,
        @Nullable URI redirect) {
    /** Whatever else the answer says, the API did not look at the request. */
    private static final Set<Integer> UNPROCESSED = Set.of(
            HttpStatus.SC_UNAUTHORIZED,
            HttpStatus.SC_REQUEST_TIMEOUT,
            HttpStatus.SC_TOO_EARLY,
            HttpStatus.SC_TOO_MANY_REQUESTS);

    private static final Set<Integer> GONE = Set.of(HttpStatus.SC_NOT_FOUND, HttpStatus.SC_GONE);

    /** An answer of which only the status is known. */
    public static AnswerHead of(int status) {
        return new AnswerHead(status, UNPROCESSED.contains(status), false, null);
    }

    /** @param mayHaveWorked whether an earlier attempt of the same call may have taken effect */
    static AnswerHead of(HttpResponse response, Call call, boolean mayHaveWorked) {
        int status = response.getCode();
        return new AnswerHead(
                status,
                UNPROCESSED.contains(status) || Sending.isThrottled(response),
                mayHaveWorked && call.method().equals("DELETE") && GONE.contains(status),
                status >= 300 && status < 400 ? target(response, call) : null);
    }

    private static @Nullable URI target(HttpResponse response, Call call) {
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        if (location == null) {
            return null;
        }
        try {
            URI target = call.target().resolve(String.valueOf(location.getValue()));
            String text = target.toString().replaceFirst("[?#].*$", "");
            return text.isEmpty() ? null : URI.create(text.replaceFirst("//[^/@]*@", "//"));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
