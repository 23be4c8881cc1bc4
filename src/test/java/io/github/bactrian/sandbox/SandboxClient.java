package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Calls a sandbox as any client would: over HTTP, trusting its CA file. */
final class SandboxClient {

    static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox sandbox;
    private final HttpClient http;

    record Answer(int status, JsonNode body, HttpResponse<String> raw) {

        String header(String name) {
            return raw.headers().firstValue(name).orElse(null);
        }

        String message() {
            return body.path("error").path("message").asText();
        }

        String code() {
            return body.path("error").path("code").asText();
        }
    }

    SandboxClient(Sandbox sandbox) throws Exception {
        this.sandbox = sandbox;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(sandbox))
                .build();
    }

    static SSLContext trusting(Sandbox sandbox) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(sandbox.caFile())) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }

    Map<String, String> tokenForm() {
        return Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                sandbox.app().clientId(),
                "client_secret",
                sandbox.app().clientSecret(),
                "scope",
                sandbox.resource() + "/.default");
    }

    Answer askToken(Map<String, String> form, String... headers) throws Exception {
        return askToken(sandbox.app().tenantId(), form, headers);
    }

    Answer askToken(String tenant, Map<String, String> form, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(issuerPage("/" + tenant + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    String token() throws Exception {
        return askToken(tokenForm()).body().path("access_token").asText();
    }

    Answer issuer(String path) throws Exception {
        return send(HttpRequest.newBuilder(issuerPage(path)));
    }

    /** @param path below /v1.0 */
    Answer call(String method, String path, String token, JsonNode body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.directory() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer get(String path, String token) throws Exception {
        return call("GET", path, token, null);
    }

    Answer create(ObjectNode user, String token) throws Exception {
        return call("POST", "/users", token, user);
    }

    /** @param path below the server's root, such as /sandbox/stats */
    Answer control(String method, String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(sandbox.directory().resolve(path))
                .method(method, BodyPublishers.ofString(body)));
    }

    static ObjectNode user(String principalName) {
        ObjectNode user = JSON.createObjectNode()
                .put("accountEnabled", true)
                .put("displayName", "Ada Lovelace")
                .put("mailNickname", "ada")
                .put("userPrincipalName", principalName);
        user.putObject("passwordProfile").put("password", "correct-Horse-1");
        return user;
    }

    Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> raw = http.send(request.build(), BodyHandlers.ofString());
        boolean json = raw.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(raw.statusCode(), json ? JSON.readTree(raw.body()) : JSON.missingNode(), raw);
    }

    private URI issuerPage(String path) {
        return URI.create(sandbox.issuer() + path);
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
