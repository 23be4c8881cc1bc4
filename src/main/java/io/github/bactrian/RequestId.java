package io.github.bactrian;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id by which those who run an API find a request in their logs; their support asks for it. */
public final class RequestId {
    private static final List<String> HEADERS =
            List.of("request-id", "x-ms-request-id", "x-request-id", "x-correlation-id", "client-request-id");
    private static final Pattern FIT = Pattern.compile("[\\w.:/+=-]{1,100}");

    private RequestId() {}

    /**
     * In words that can be put behind a failure, with a space before them: {@code  (request-id 7c1f…)}.
     *
     * @param headers of the answer; null for none
     * @return empty if the answer has none
     */
    public static String in(@Nullable Map<String, String> headers) {
        Map<String, String> any = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        any.putAll(headers == null ? Map.of() : headers);
        return HEADERS.stream()
                .filter(name -> FIT.matcher(any.getOrDefault(name, "")).matches())
                .findFirst()
                .map(name -> " (" + name + " " + any.get(name) + ")")
                .orElse("");
    }
}
