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
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The project's own issuer, in this process, with tokens that outlast a run; and how the contestants get one. */
final class SandboxIssuer implements AutoCloseable {
    private static final String PASSWORD = "public";

    private final Sandbox sandbox;
    private final KeyStore trust = KeyStore.getInstance("PKCS12");
    private final Path trustStore;

    private SandboxIssuer(Path directory) throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(directory).withTokenLifetime(Duration.ofDays(1)));
        trust.load(null, null);
        try (InputStream in = Files.newInputStream(sandbox.caFile())) {
            trust.setCertificateEntry(
                    "sandbox", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        trustStore = directory.resolve("trust.p12").toAbsolutePath();
        try (OutputStream out = Files.newOutputStream(trustStore)) {
            trust.store(out, PASSWORD.toCharArray());
        }
    }

    static SandboxIssuer start(Path directory) throws Exception {
        return new SandboxIssuer(directory);
    }

    private Grant grant() {
        return new Grant(
                sandbox.issuer() + "/" + sandbox.app().tenantId() + "/oauth2/v2.0/token",
                sandbox.app().clientId(),
                sandbox.app().clientSecret(),
                sandbox.resource() + "/.default");
    }

    /** The header with a token of this issuer. */
    String authorization() throws Exception {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return grant().authorization(context);
    }

    /** Bactrian's profile {@code bench}, whose token may go to that target. */
    String profile(URI target) {
        return String.join(
                "\n",
                "oauth.bench.tenant-id = " + sandbox.app().tenantId(),
                "oauth.bench.client-id = " + sandbox.app().clientId(),
                "oauth.bench.client-secret = " + sandbox.app().clientSecret(),
                "oauth.bench.authority-host = " + sandbox.issuer(),
                "oauth.bench.ca-file = " + sandbox.caFile().toAbsolutePath(),
                "oauth.bench.scope = " + grant().scope(),
                "oauth.bench.hosts = http://" + target.getAuthority(),
                "");
    }

    /** For the JVM of a peer. */
    List<String> options() {
        return Stream.concat(
                        Stream.of(
                                "-Djavax.net.ssl.trustStore=" + trustStore,
                                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD),
                        grant().options().stream())
                .toList();
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
