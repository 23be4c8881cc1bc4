package io.github.bactrian.targets;

import java.util.List;
import java.util.regex.Matcher;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** A URL as text: scheme and host are the author's. */
record UrlTemplate(String origin, UriParts parts) {

    /**
     * Returns null if the tokens do not begin with a URL.
     *
     * @throws RefusedValueException if a value of the message stands where none may
     */
    static @Nullable UrlTemplate of(CamelContext context, List<Token> tokens) {
        Matcher url = Template.URL.matcher(tokens.get(0).written());
        if (!url.lookingAt() || url.group("component") != null) {
            return null;
        }
        if (url.group("after") == null && tokens.size() > 1) {
            throw Value.of(context, Template.firstData(tokens), Place.PLAIN)
                    .refused(null, "it would be part of the host; write scheme and host in the route");
        }
        UriParts parts = UriParser.path(context, Template.rest(tokens, url.end("authority")));
        return new UrlTemplate(url.group(), parts);
    }

    String text(Exchange exchange) {
        return origin + parts.text(exchange);
    }
}
