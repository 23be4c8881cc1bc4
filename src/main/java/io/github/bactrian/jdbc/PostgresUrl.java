package io.github.bactrian.jdbc;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The URL of a PostgreSQL database, and whether a token may go there. */
record PostgresUrl(String text, List<String> hosts, Map<String, String> parameters) {

    private static final String ADDRESS = "(?:[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*|\\[[0-9A-Fa-f:.]+])";
    private static final String HOST = ADDRESS + "(?::\\d{1,5})?";
    private static final Pattern FORM =
            Pattern.compile("jdbc:postgresql://(" + HOST + "(?:," + HOST + ")*)/[^/?]*(?:\\?(.*))?");
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");

    /** @throws IllegalArgumentException whose message is the remedy */
    static PostgresUrl of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("url: write jdbc:postgresql://host:port/database?sslmode=verify-full");
        }
        Map<String, String> parameters = PostgresParameters.read(form.group(2) == null ? "" : form.group(2));
        PostgresUrl url = new PostgresUrl(text, Arrays.asList(form.group(1).split(",", -1)), parameters);
        if (!url.isLoopback() && !"verify-full".equals(parameters.get("sslmode"))) {
            throw new IllegalArgumentException("url: add sslmode=verify-full, for the token goes over this connection");
        }
        return url;
    }

    private boolean isLoopback() {
        return hosts.stream().allMatch(host -> LOOPBACK.matcher(host).matches());
    }

    /** As {@code hosts} of a profile knows them, {@code https://host:port}; the port is 5432 unless another is given. */
    List<URI> origins() {
        return hosts.stream()
                .map(host -> host.matches(".*:\\d+") ? host : host + ":5432")
                .map(host -> URI.create("https://" + host))
                .toList();
    }
}
