package io.github.bactrian.issuers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.testing.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.TreeMap;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;

/** An independent issuer with Entra's paths, on loopback over https. It believes every credential it is shown. */
final class MockEntra implements AutoCloseable {

    static final String TENANT = "11111111-2222-3333-4444-555555555555";

    private final MockOAuth2Server server;
    private final Path caFile;

    MockEntra(Path directory) throws IOException, GeneralSecurityException {
        TestAuthority authority = new TestAuthority();
        caFile = authority.caFile(directory.resolve("ca.pem"));
        Path keys = authority.issue("localhost").pkcs12(directory.resolve("server.p12"), "password");
        Map<String, String> ssl = Map.of(
                "keystoreFile", keys.toString(),
                "keystorePassword", "password",
                "keyPassword", "password",
                "keystoreType", "PKCS12");
        server = new MockOAuth2Server(OAuth2Config.Companion.fromJson(new ObjectMapper()
                .writeValueAsString(Map.of("httpServer", Map.of("type", "MockWebServerWrapper", "ssl", ssl)))));
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    /** Settings of a profile without its credential. */
    Map<String, String> profile(String name, String hosts) {
        String prefix = "oauth." + name + ".";
        return new TreeMap<>(Map.of(
                prefix + "tenant-id",
                TENANT,
                prefix + "client-id",
                "the-client",
                prefix + "scope",
                "https://api.test/.default",
                prefix + "authority-host",
                url().toString(),
                prefix + "ca-file",
                caFile.toString(),
                prefix + "hosts",
                hosts));
    }

    URI url() {
        return server.baseUrl().uri().resolve("/");
    }

    URI tokenEndpoint() {
        return url().resolve("/" + TENANT + "/oauth2/v2.0/token");
    }

    /** The form of the next token request that was not yet asked for. */
    Map<String, String> nextForm() {
        Map<String, String> form = new TreeMap<>();
        for (String pair : server.takeRequest().getBody().readUtf8().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            form.put(decoded(parts[0]), decoded(parts[1]));
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
