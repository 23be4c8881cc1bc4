package io.github.bactrian.bench;

import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;

/** The project's own issuer, in this process, with tokens that outlast a run; and how others get a token from it. */
record Issuer(Sandbox sandbox, Path trustStore) implements AutoCloseable {
    private static final String PASSWORD = "public";

    static Issuer start(Path directory) throws Exception {
        Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory).withTokenLifetime(Duration.ofDays(1)));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(sandbox.caFile())) {
            store.setCertificateEntry(
                    "sandbox", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        Path trustStore = directory.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(trustStore)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return new Issuer(sandbox, trustStore.toAbsolutePath());
    }

    URI tokenEndpoint() {
        return URI.create(sandbox.issuer() + "/" + sandbox.app().tenantId() + "/oauth2/v2.0/token");
    }

    String scope() {
        return sandbox.resource() + "/.default";
    }

    /** What Bactrian's profile {@code bench} needs. */
    String properties(URI target) {
        return String.join(
                "\n",
                "oauth.bench.tenant-id = " + sandbox.app().tenantId(),
                "oauth.bench.client-id = " + sandbox.app().clientId(),
                "oauth.bench.client-secret = " + sandbox.app().clientSecret(),
                "oauth.bench.authority-host = " + sandbox.issuer(),
                "oauth.bench.ca-file = " + sandbox.caFile().toAbsolutePath(),
                "oauth.bench.scope = " + scope(),
                "oauth.bench.hosts = http://" + target.getAuthority());
    }

    /** Options for the JVM of a peer: see {@link PeerSettings}. */
    List<String> options() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + trustStore,
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                "-Dbench.token-endpoint=" + tokenEndpoint(),
                "-Dbench.client-id=" + sandbox.app().clientId(),
                "-Dbench.client-secret=" + sandbox.app().clientSecret(),
                "-Dbench.scope=" + scope());
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
