package io.github.bactrian.daemon.plan;

import io.github.bactrian.http.PlannedCall;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that a row's route would do outside of this process. */
public sealed interface Step {

    /**
     * An HTTP request, as it is: nothing is masked yet.
     *
     * @param placeholders those of the headers' values that only say whose token will stand there
     * @param refusal why it carries no token although a profile is in force; null if none is, or it does
     */
    record Request(
            String method,
            String url,
            List<Map.Entry<String, String>> headers,
            List<String> placeholders,
            byte[] body,
            @Nullable String refusal)
            implements Step {
        static Request of(PlannedCall call) throws IOException {
            return new Request(
                    call.method(),
                    call.url(),
                    call.headers(),
                    call.placeholder().map(List::of).orElse(List.of()),
                    call.body(),
                    call.refusal().orElse(null));
        }

        Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }
    }

    /**
     * A message to another endpoint than an HTTP one.
     *
     * @param uri without its secrets
     */
    record Message(String uri) implements Step {}
}
