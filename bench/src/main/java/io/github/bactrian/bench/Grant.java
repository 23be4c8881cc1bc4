package io.github.bactrian.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Client credentials, and where they are good for a token. */
record Grant(String tokenEndpoint, String clientId, String clientSecret, String scope) {
    private static final String PREFIX = "bench.grant.";

    /** As {@link #options} has told it. */
    static Grant read() {
        return new Grant(
                System.getProperty(PREFIX + "endpoint"),
                System.getProperty(PREFIX + "id"),
                System.getProperty(PREFIX + "secret"),
                System.getProperty(PREFIX + "scope"));
    }

    /** For the JVM of a peer. */
    List<String> options() {
        return List.of(
                "-D" + PREFIX + "endpoint=" + tokenEndpoint,
                "-D" + PREFIX + "id=" + clientId,
                "-D" + PREFIX + "secret=" + clientSecret,
                "-D" + PREFIX + "scope=" + scope);
    }

    /** The header with a new token, for who keeps it: those of the sandbox outlast a run. */
    String authorization(SSLContext trust) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(tokenEndpoint))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form()))
                .build();
        HttpResponse<String> answer =
                HttpClient.newBuilder().sslContext(trust).build().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("no token: " + answer.statusCode());
        }
        return "Bearer "
                + new ObjectMapper()
                        .readTree(answer.body())
                        .required("access_token")
                        .textValue();
    }

    private String form() {
        Map<String, String> fields = Map.of(
                "grant_type", "client_credentials",
                "client_id", clientId,
                "client_secret", clientSecret,
                "scope", scope);
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
