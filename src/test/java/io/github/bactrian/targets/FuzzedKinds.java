package io.github.bactrian.targets;

import static io.github.bactrian.targets.Expected.path;
import static io.github.bactrian.targets.FuzzedKind.never;
import static io.github.bactrian.targets.FuzzedKind.place;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All kinds that end in a request to the API, or in none. */
final class FuzzedKinds {

    private static final Expected USER = path("v1", "users", "{}");
    private static final Expected FOUND = path("v1", "users").query("q={}", "top=5");
    private static final String URI = "\"{{api}}/v1/users/${exchangeProperty.id}?httpMethod=PATCH\"";
    private static final String QUERY = "\"{{api}}/v1/users?q=${exchangeProperty.id}&httpMethod=PATCH&top=5\"";

    private FuzzedKinds() {}

    static List<FuzzedKind> all() {
        List<FuzzedKind> all = new ArrayList<>();
        steps(all);
        places(all);
        texts(all);
        clients(all);
        refused(all);
        return all;
    }

    private static void steps(List<FuzzedKind> all) {
        for (String step : List.of("toD", "wireTap")) {
            all.add(segment(step, "- %s: { uri: %s }".formatted(step, URI)));
            all.add(value(step + "-query", "- %s: { uri: %s }".formatted(step, QUERY)));
        }
        for (String step : List.of("enrich", "recipientList", "routingSlip")) {
            all.add(segment(step, "- %s: { simple: %s }".formatted(step, URI)));
            all.add(value(step + "-query", "- %s: { simple: %s }".formatted(step, QUERY)));
        }
        all.add(segment(
                "twoRecipients", "- recipientList: { simple: %s }".formatted(URI.replace("PATCH", "PATCH,mock:a"))));
        all.add(segment(
                "dynamicRouter",
                "- dynamicRouter: { simple: %s }".formatted(URI.replace("PATCH", "PATCH,direct:enough"))));
        all.add(segment(
                "parameters",
                "- toD: { uri: \"{{api}}/v1/users/${exchangeProperty.id}\", parameters: { httpMethod: PATCH } }"));
        all.add(
                value(
                        "parameters-query",
                        "- toD: { uri: \"{{api}}/v1/users\", parameters: { q: \"${exchangeProperty.id}\", httpMethod: PATCH, top: 5 } }"));
        all.add(segment(
                "kamelet",
                "- to: { uri: \"kamelet:bactrian-call-action?profile=graph&method=PATCH"
                        + "&url=RAW({{api}}/v1/users/${exchangeProperty.id})\" }"));
        all.add(segment(
                "kamelet-parameters",
                "- to: { uri: \"kamelet:bactrian-call-action\", parameters: { profile: graph, method: PATCH,"
                        + " url: \"RAW({{api}}/v1/users/${exchangeProperty.id})\" } }"));
        all.add(value(
                "kamelet-query",
                "- to: { uri: \"kamelet:bactrian-call-action\", parameters: { profile: graph, method: PATCH,"
                        + " url: \"RAW({{api}}/v1/users?q=${exchangeProperty.id}&top=5)\" } }"));
        all.add(segment(
                "late", "- toD: { uri: \"${properties:api}/v1/users/${exchangeProperty.id}?httpMethod=PATCH\" }"));
    }

    private static void places(List<FuzzedKind> all) {
        all.add(toD(
                "key",
                "users('${exchangeProperty.id}')",
                path("v1", "users('{}')").read(Expected::odata),
                FuzzedKind::noUnicode));
        all.add(toD(
                "extension",
                "users/${exchangeProperty.id}.json",
                path("v1", "users", "{}.json"),
                value -> FuzzedKind.noUnicode(value)));
        all.add(toD(
                "prefix",
                "users/u-${exchangeProperty.id}/rest",
                path("v1", "users", "u-{}", "rest"),
                value -> FuzzedKind.noUnicode(value)));
        all.add(toD(
                "inner",
                "users/${exchangeProperty.id}/manager",
                path("v1", "users", "{}", "manager"),
                FuzzedKind::noSegment));
        all.add(toD(
                "matrix",
                "users/${exchangeProperty.id};version=123456789012",
                path("v1", "users", "{};version=123456789012"),
                FuzzedKind::noSegment));
        all.add(toD(
                "filter",
                "users?$filter=mail eq '${exchangeProperty.id}' and enabled eq true",
                path("v1", "users")
                        .query("$filter=mail eq '{}' and enabled eq true")
                        .read(Expected::odata),
                FuzzedKind::noUnicode));
        all.add(toD(
                "scim",
                "users?filter=userName eq %22${scim:exchangeProperty.id}%22",
                path("v1", "users").query("filter=userName eq \"{}\"").read(Expected::json),
                FuzzedKind::noUnicode));
        all.add(toD(
                "json",
                "users?where={%22a%22:%22${json:exchangeProperty.id}%22}",
                path("v1", "users").query("where={\"a\":\"{}\"}").read(Expected::json),
                FuzzedKind::noUnicode));
        all.add(toD(
                "backslash",
                "users?q=name='${backslash:exchangeProperty.id}'",
                path("v1", "users").query("q=name='{}'").read(Expected::backslash),
                FuzzedKind::noUnicode));
        all.add(toD(
                "single",
                "users?q=name='${exchangeProperty.id}'",
                path("v1", "users").query("q=name='{}'"),
                FuzzedKind::quoted));
        all.add(toD(
                "double",
                "users?q=name=%22${exchangeProperty.id}%22",
                path("v1", "users").query("q=name=\"{}\""),
                FuzzedKind::quoted));
        all.add(toD(
                        "bare",
                        "users?$filter=id eq ${exchangeProperty.id}",
                        path("v1", "users").query("$filter=id eq {}"),
                        value -> true)
                .of(HostileValues::word, values -> values.plain().replaceAll("[^A-Za-z0-9]", "")));
        all.add(toD("bareKey", "users(${exchangeProperty.id})", path("v1", "users({})"), value -> true)
                .of(HostileValues::word, values -> values.plain().replaceAll("[^A-Za-z0-9]", "")));
        all.add(toD(
                "raw",
                "users?q=RAW(${exchangeProperty.id})",
                path("v1", "users").query("q={}"),
                FuzzedKind::noUnicode));
        all.add(whole("segments", "${segments:exchangeProperty.id}", Expected::segments));
        all.add(whole("wholeQuery", "find?${query:exchangeProperty.id}", Expected::wholeQuery));
    }

    private static void texts(List<FuzzedKind> all) {
        String call = "- to: { uri: \"{{api}}?httpMethod=PATCH\" }";
        all.add(segment("path", set("setHeader", "CamelHttpPath", "/v1/users/${exchangeProperty.id}") + call));
        all.add(segment(
                "paths",
                "- setHeaders: { headers: [{ name: CamelHttpPath, simple: \"/v1/users/${exchangeProperty.id}\" }] }\n"
                        + call));
        all.add(place(
                "wholePath",
                set("setHeader", "CamelHttpPath", "${exchangeProperty.id}") + call,
                path("{}"),
                FuzzedKind::noSegment));
        all.add(value(
                "query",
                set("setHeader", "CamelHttpQuery", "q=${exchangeProperty.id}&top=5")
                        + "- to: { uri: \"{{api}}/v1/users?httpMethod=PATCH\" }"));
        all.add(place(
                "wholeHeaderQuery",
                set("setHeader", "CamelHttpQuery", "${exchangeProperty.id}")
                        + "- to: { uri: \"{{api}}/v1/users?httpMethod=PATCH\" }",
                path("v1", "users").query("{}="),
                value -> value.isEmpty() || FuzzedKind.noUnicode(value)));
        all.add(segment("uri", set("setHeader", "CamelHttpUri", "{{api}}/v1/users/${exchangeProperty.id}") + call));
        all.add(value(
                "uri-query",
                set("setHeader", "CamelHttpUri", "{{api}}/v1/users?q=${exchangeProperty.id}&top=5") + call));
        all.add(segment(
                "property",
                set("setProperty", "target", "{{api}}/v1/users/${exchangeProperty.id}")
                        + "- toD: { uri: \"${exchangeProperty.target}?httpMethod=PATCH\" }"));
        all.add(segment(
                "variable",
                set("setVariable", "target", "{{api}}/v1/users/${exchangeProperty.id}")
                        + "- toD: { uri: \"${variable.target}?httpMethod=PATCH\" }"));
        all.add(new FuzzedKind(
                "method",
                set("setHeader", "CamelHttpMethod", "${method:exchangeProperty.id:PUT,PATCH}")
                        + "- to: { uri: \"{{api}}/v1/users\" }",
                values -> values.oneOf(values.hostile(), "DELETE", "put", "PATCH\n", "Patch"),
                values -> values.oneOf("PUT", "PATCH"),
                value -> !value.matches("(?i)put|patch"),
                FuzzedKinds::method));
        all.add(new FuzzedKind(
                "httpMethod",
                "- toD: { uri: \"{{api}}/v1/users?httpMethod=${method:exchangeProperty.id:PUT,PATCH}\" }",
                values -> values.oneOf(values.hostile(), "DELETE", "put", "PATCH\n", "Patch"),
                values -> values.oneOf("PUT", "PATCH"),
                value -> !value.matches("(?i)put|patch"),
                FuzzedKinds::method));
        all.add(place(
                "headerValue",
                set("setHeader", "X-Note", "${exchangeProperty.id}")
                        + "- to: { uri: \"{{api}}/v1/users?httpMethod=PATCH\" }",
                path("v1", "users"),
                value -> false));
        all.add(place(
                        "headerName",
                        "- setHeader: { name: \"${exchangeProperty.id}\", constant: \"5\" }\n"
                                + "- to: { uri: \"{{api}}/v1/users?httpMethod=PATCH\" }",
                        path("v1", "users"),
                        value -> true)
                .of(
                        values -> values.oneOf(
                                values.hostile(),
                                "CamelHttpUri",
                                "Host",
                                "Content-Length",
                                "Transfer-Encoding",
                                "X-HTTP-Method"),
                        values -> "X-Note-" + values.plain().replaceAll("[^A-Za-z0-9]", "")));
    }

    private static void method(RawApi.Request request, String value) {
        new Expected(value.toUpperCase(java.util.Locale.ROOT), List.of("v1", "users"), List.of(), text -> text)
                .check(request, value);
    }

    private static void clients(List<FuzzedKind> all) {
        all.add(segment(
                "vertx", "- toD: { uri: \"vertx-http:{{api}}/v1/users/${exchangeProperty.id}?httpMethod=PATCH\" }"));
        all.add(value(
                "vertx-query",
                "- toD: { uri: \"vertx-http:{{api}}/v1/users?q=${exchangeProperty.id}&httpMethod=PATCH&top=5\" }"));
        all.add(segment(
                "netty",
                set("setHeader", "CamelHttpMethod", "PATCH").replace("simple", "constant")
                        + "- toD: { uri: \"netty-http:{{api}}/v1/users/${exchangeProperty.id}\" }"));
        all.add(value(
                "netty-query",
                set("setHeader", "CamelHttpMethod", "PATCH").replace("simple", "constant")
                        + "- toD: { uri: \"netty-http:{{api}}/v1/users?q=${exchangeProperty.id}&top=5\" }"));
    }

    private static void refused(List<FuzzedKind> all) {
        for (String uri : List.of(
                "{{api}}/v1?httpMethod=${exchangeProperty.id}",
                "{{api}}/v1?proxyHost=${exchangeProperty.id}",
                "{{api}}${exchangeProperty.id}/v1",
                "http://${exchangeProperty.id}/v1",
                "http:${exchangeProperty.id}",
                "http://a${exchangeProperty.id}@127.0.0.1/v1",
                "${exchangeProperty.id}:127.0.0.1/v1",
                "{{api}}/v1?${exchangeProperty.id}=1",
                "{{api}}/v1?a${exchangeProperty.id}",
                "vertx-http:${exchangeProperty.id}",
                "kamelet:bactrian-call-action?profile=graph&url=${exchangeProperty.id}",
                "kamelet:bactrian-call-action?profile=${exchangeProperty.id}&url={{api}}",
                "bean:canary?method=${exchangeProperty.id}")) {
            all.add(never("never-" + all.size(), "- toD: { uri: \"%s\" }".formatted(uri)));
        }
        all.add(never(
                "never-" + all.size(),
                set("setHeader", "CamelHttpMethod", "${exchangeProperty.id}") + "- to: { uri: \"{{api}}\" }"));
        all.add(never(
                "never-" + all.size(),
                set("setHeader", "CamelHttpUri", "http://${exchangeProperty.id}/") + "- to: { uri: \"{{api}}\" }"));
    }

    private static FuzzedKind segment(String name, String steps) {
        return place(name, steps, USER, FuzzedKind::noSegment);
    }

    private static FuzzedKind value(String name, String steps) {
        return place(name, steps, FOUND, FuzzedKind::noUnicode);
    }

    private static FuzzedKind toD(String name, String rest, Expected expected, Predicate<String> mayBeRefused) {
        return place("place-" + name, toD(rest), expected, mayBeRefused);
    }

    private static String toD(String rest) {
        return "- toD: { uri: \"{{api}}/v1/%s%shttpMethod=PATCH\" }".formatted(rest, rest.contains("?") ? "&" : "?");
    }

    private static FuzzedKind whole(
            String name, String rest, java.util.function.BiConsumer<RawApi.Request, String> meant) {
        return new FuzzedKind(
                name,
                toD(rest),
                HostileValues::hostile,
                HostileValues::plain,
                value -> FuzzedKind.noUnicode(value) || (name.equals("segments") && !areNames(value)),
                meant);
    }

    private static boolean areNames(String value) {
        for (String segment : (value.startsWith("/") ? value.substring(1) : value).split("/", -1)) {
            if (segment.replaceFirst("(?s);.*", "").isEmpty()) {
                return false;
            }
            // a server may decode before it takes a path apart
            for (String name : SentTarget.lenient(segment).split("[/\\\\]", -1)) {
                if (List.of(".", "..").contains(name.replaceFirst("(?s);.*", ""))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String set(String step, String name, String simple) {
        return "- %s: { name: %s, simple: \"%s\" }\n".formatted(step, name, simple);
    }
}
