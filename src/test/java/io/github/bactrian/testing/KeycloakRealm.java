package io.github.bactrian.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The realm seen by its administrator, with nothing of Bactrian in between. */
public final class KeycloakRealm {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI admin;
    private final URI issuer;
    private final HttpClient http;

    KeycloakRealm(Keycloak keycloak) {
        issuer = URI.create(keycloak.issuer());
        admin = keycloak.url().resolve("/admin/realms/bactrian/");
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .sslContext(trusting(keycloak))
                .build();
    }

    /** Whether its OIDC metadata are to be had. */
    boolean answers() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public boolean hasUser(String name) {
        return !get("users?exact=true&username=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .isEmpty();
    }

    /** Users whose name begins with this. */
    public int usersNamed(String start) {
        return get("users/count?username=" + URLEncoder.encode(start, StandardCharsets.UTF_8))
                .asInt();
    }

    /** Signs with a new key from now on, and forgets the old ones: tokens signed with them are worth nothing. */
    public void replaceSigningKeys() {
        JsonNode old = get("components?type=org.keycloak.keys.KeyProvider");
        send(request("components").header("Content-Type", "application/json").POST(BodyPublishers.ofString("""
                        {"name": "rsa-new", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
                         "config": {"priority": ["200"], "enabled": ["true"], "active": ["true"]}}""")));
        for (JsonNode provider : old) {
            if (provider.path("providerId").asText().equals("rsa-generated")) {
                send(request("components/" + provider.path("id").asText()).DELETE());
            }
        }
    }

    private JsonNode get(String path) {
        try {
            return JSON.readTree(send(request(path).GET()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(admin.resolve(path)).header("Authorization", "Bearer " + token());
    }

    private String token() {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=realm-keeper&client_secret=kept-by-the-test"));
        try {
            return JSON.readTree(send(request)).path("access_token").asText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext trusting(Keycloak keycloak) {
        try (InputStream pem = Files.newInputStream(keycloak.caFile())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
