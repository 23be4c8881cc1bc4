package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.util.List;
import java.util.Map;

/**
 * What a token is for. Entra's app-only scopes are static: everything that was consented to for one resource.
 *
 * @param value {@code <resource>/.default}
 */
record Scope(String value) {

    private static final String SUFFIX = "/.default";

    /** Resources whose API has one well-known host. */
    private static final Map<String, String> FIXED_HOSTS = Map.of(
            "https://graph.microsoft.com", "https://graph.microsoft.com",
            "00000003-0000-0000-c000-000000000000", "https://graph.microsoft.com",
            "https://graph.microsoft.us", "https://graph.microsoft.us",
            "https://dod-graph.microsoft.us", "https://dod-graph.microsoft.us",
            "https://microsoftgraph.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn");

    static Scope read(Settings settings) {
        String text = settings.required(
                "scope", "write the API's identifier and /.default, such as" + " https://graph.microsoft.com/.default");
        String[] parts = text.split("[\\s,]+", -1);
        if (parts.length > 1) {
            throw settings.problem(
                    "scope",
                    "a token is for one resource; write one <resource>/.default, and a profile for each resource");
        }
        if (!text.endsWith(SUFFIX) || text.length() == SUFFIX.length()) {
            throw settings.problem("scope", "an app gets what was consented to; write " + suggestion(text));
        }
        return new Scope(text);
    }

    private static String suggestion(String text) {
        int lastSlash = text.lastIndexOf('/');
        boolean permissionAfterResource = lastSlash > text.indexOf("://") + 2;
        return (permissionAfterResource ? text.substring(0, lastSlash) : text.isEmpty() ? "<resource>" : text) + SUFFIX;
    }

    String resource() {
        return value.substring(0, value.length() - SUFFIX.length());
    }

    /** The origins of the resource's API if they are well known; else empty. */
    List<String> fixedHosts() {
        String host = FIXED_HOSTS.get(resource().replaceFirst("/$", ""));
        return host == null ? List.of() : List.of(host);
    }

    /** What an origin of the resource's API might be. */
    String exampleHost() {
        return resource().startsWith("https://") ? resource().replaceFirst("/+$", "") : "https://api.example.com";
    }
}
