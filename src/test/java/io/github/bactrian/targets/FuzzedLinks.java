package io.github.bactrian.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All kinds in which a value is a link as a whole: it is followed to the API, path and query unchanged, or to nowhere. */
record FuzzedLinks(String api, String elsewhere) {

    private static final String LINK = "${exchangeProperty.id}";

    List<FuzzedKind> all() {
        List<FuzzedKind> all = new ArrayList<>();
        all.add(link("link-toD", "PATCH", "- toD: { uri: \"" + LINK + "?httpMethod=PATCH\" }"));
        all.add(link("link", "GET", "- toD: { uri: \"" + LINK + "\" }"));
        all.add(link("link-wireTap", "GET", "- wireTap: { uri: \"" + LINK + "\" }"));
        all.add(link("link-enrich", "GET", "- enrich: { simple: \"" + LINK + "\" }"));
        all.add(link("link-list", "GET", "- recipientList: { exchangeProperty: id, delimiter: \"false\" }"));
        all.add(link("link-slip", "GET", "- routingSlip: { exchangeProperty: id, uriDelimiter: \"false\" }"));
        all.add(link(
                "link-router",
                "GET",
                "- dynamicRouter: { method: { ref: once, method: next }, uriDelimiter: \"false\" }"));
        all.add(link(
                "link-uri",
                "PATCH",
                "- setHeader: { name: CamelHttpUri, simple: \"" + LINK + "\" }\n"
                        + "- to: { uri: \"{{api}}?httpMethod=PATCH\" }"));
        all.add(link(
                "link-property",
                "PATCH",
                "- setHeader: { name: CamelHttpUri, exchangeProperty: id }\n"
                        + "- to: { uri: \"{{api}}?httpMethod=PATCH\" }"));
        return all;
    }

    private FuzzedKind link(String name, String method, String steps) {
        return new FuzzedKind(
                name,
                steps,
                this::hostile,
                values -> api + "/v1/" + values.plain().replace(' ', '-'),
                value -> rest(value) == null || FuzzedKind.noUnicode(value),
                (request, value) -> check(request, method, value));
    }

    private String hostile(HostileValues values) {
        String start = values.oneOf(
                api + "/",
                api + "/v1/",
                api + "/v1?q=",
                api + "//",
                api,
                api.toUpperCase(Locale.ROOT) + "/",
                elsewhere + "/",
                api.replace("//", "//user@"),
                api.replace("//", "//user:pw@") + "/",
                "//127.0.0.1/",
                "/v1/",
                " " + api + "/",
                api + "@",
                api.replace("127.0.0.1", "localhost") + "/",
                api.replace("http:", "http:http:"),
                api.replace("http", "https"),
                "netty-http:" + api,
                "vertx-http:" + api,
                api.replace("://", ":"),
                "http:\\\\" + elsewhere.substring(7) + "/",
                "");
        return start + values.hostile();
    }

    /** What follows the API's origin; null if the link leads elsewhere. */
    private String rest(String value) {
        String link = value.strip();
        if (!link.toLowerCase(Locale.ROOT).startsWith(api)) {
            return null;
        }
        String rest = link.substring(api.length());
        return rest.isEmpty() || ("/?#".indexOf(rest.charAt(0)) >= 0 && !rest.startsWith("//")) ? rest : null;
    }

    private void check(RawApi.Request request, String method, String value) {
        // which Camel takes for the endpoint that the routes name
        boolean named = value.strip().matches(api.replace("://", ":/?") + "/?\\??");
        String rest = named ? "" : rest(value);
        if (rest == null) {
            throw new AssertionError("no link to the API, and yet it was called: " + request);
        }
        String target = rest.replaceFirst("(?s)#.*", "");
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(Math.min(1, path.length())).split("/", -1)) {
            segments.add(SentTarget.lenient(segment));
        }
        SentTarget sent = SentTarget.of(request.target());
        // without an option, as Camel has it for a message with a body
        Expected.equal(method.equals("PATCH") ? method : query < 0 ? "POST" : "GET", request.method());
        Expected.equal(segments, sent.segments());
        Expected.equal(
                query < 0 || query == target.length() - 1
                        ? List.of()
                        : Expected.lenientParameters(target.substring(query + 1)),
                sent.parameters());
    }
}
