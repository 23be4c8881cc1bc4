package io.github.bactrian.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** A token by client credentials, kept: those of the sandbox outlast a run. */
final class CachedToken {
    private final String value;

    private CachedToken(String value) {
        this.value = value;
    }

    static CachedToken get(PeerSettings settings) throws IOException, InterruptedException {
        String form = Map.of(
                        "grant_type", "client_credentials",
                        "client_id", settings.clientId(),
                        "client_secret", settings.clientSecret(),
                        "scope", settings.scope())
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.tokenEndpoint()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("no token: " + answer.statusCode());
        }
        return new CachedToken(new ObjectMapper()
                .readTree(answer.body())
                .required("access_token")
                .textValue());
    }

    /** The value of the header. */
    String authorization() {
        return "Bearer " + value;
    }
}
