package io.github.bactrian.jdbc;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The URL of a PostgreSQL database, and whether a token may go there. */
record PostgresUrl(String text, List<String> hosts, String query) {

    private static final Pattern FORM = Pattern.compile("jdbc:postgresql://([^/?]+)/[^?]*(?:\\?(.*))?");
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");
    private static final Pattern TLS = Pattern.compile("(.*&)?sslmode=verify-full(&.*)?");

    /** @throws IllegalArgumentException whose message is the remedy */
    static PostgresUrl of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("url: write jdbc:postgresql://host:port/database?sslmode=verify-full");
        }
        String query = form.group(2) == null ? "" : form.group(2);
        if (query.matches("(?i)(.*&)?(password|user)=.*")) {
            throw new IllegalArgumentException("url: leave user and password out; the token is the password");
        }
        PostgresUrl url = new PostgresUrl(text, Arrays.asList(form.group(1).split(",", -1)), query);
        if (!url.isLoopback() && !TLS.matcher(query).matches()) {
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
