package io.github.bactrian.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;

/** A request as the network would get it. To be looked at only while {@link CallPlan#planned} runs. */
public final class PlannedCall {
    private final ClassicHttpRequest request;
    private final HttpHost target;
    private final Terms terms;

    /**
     * Under which terms a call would go out.
     *
     * @param credential whose token it would carry; null: none
     * @param settings of the profile in force
     * @param refusal why it would carry no token although a profile is in force; null if none is, or it would
     */
    record Terms(
            @Nullable Credential credential,
            CallSettings settings,
            @Nullable String refusal) {
        static final Terms NONE = new Terms(null, CallSettings.DEFAULT, null);
    }

    PlannedCall(ClassicHttpRequest request, HttpHost target, Terms terms) {
        this.request = request;
        this.target = target;
        this.terms = terms;
    }

    /** As on the wire. */
    public String method() {
        return request.getMethod();
    }

    /** Absolute, with its query. */
    public String url() {
        return target.toURI() + request.getPath();
    }

    /** In the order of sending. In place of the token stands a text that says whose it would be. */
    public List<Map.Entry<String, String>> headers() {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        placeholder().ifPresent(value -> headers.add(Map.entry(HttpHeaders.AUTHORIZATION, value)));
        for (Header header : request.getHeaders()) {
            headers.add(Map.entry(header.getName(), String.valueOf(header.getValue())));
        }
        return headers;
    }

    /** What stands for the value of {@code Authorization}; empty if the call carries no token. */
    public Optional<String> placeholder() {
        return credential().map(whose -> "Bearer <app-only token of " + whose + ">");
    }

    /**
     * Empty if there is none.
     *
     * @throws IOException if the route made a body that cannot be read
     */
    public byte[] body() throws IOException {
        return request.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(request.getEntity());
    }

    /** Whose token it would carry, as {@code oauth.<profile>}, with the tenant if there are several; empty if none. */
    public Optional<String> credential() {
        return Optional.ofNullable(terms.credential())
                .map(whose -> whose.profile().tenants().size() > 1
                        ? whose.toString()
                        : whose.profile().toString());
    }

    /** Why it would carry no token although a profile is in force; empty if none is, or it would. */
    public Optional<String> refusal() {
        return Optional.ofNullable(terms.refusal());
    }

    /** The least time from one call with this credential to the next; empty if {@code call.rate} does not say. */
    public Optional<Duration> interval() {
        return terms.settings().pace().map(Pace::interval);
    }
}
