package io.github.bactrian.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.sandbox.AppRegistration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * A running {@link IssuerServer}.
 *
 * @param directory its directory API, which tokens are for
 * @param origin of the issuer: https, with a port
 * @param caFile vouches for the issuer
 */
record Issuer(URI directory, URI origin, Path caFile) {
    static final String CLIENT = AppRegistration.DEFAULT.clientId();
    static final String SECRET = AppRegistration.DEFAULT.clientSecret();
    static final String SCOPE = "https://graph.microsoft.com/.default";

    /** The one that this program has started, which has to be ended. */
    record Server(Process process, Issuer issuer) implements AutoCloseable {
        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    static Server start(Path work, int tenants) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IssuerServer.class.getName(),
                        work.toString(),
                        Integer.toString(tenants))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        String directory =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        return new Server(process, at(directory));
    }

    /** From now on this JVM trusts it, whoever asks. */
    static Issuer at(String directory) throws Exception {
        JsonNode about = new ObjectMapper().readTree(send(HttpRequest.newBuilder(control(directory, ""))));
        Path caFile = Path.of(about.get("caFile").asText());
        trust(caFile);
        return new Issuer(URI.create(directory), URI.create(about.get("issuer").asText()), caFile);
    }

    /** The id of a tenant, from 0. */
    static String tenant(int number) {
        return String.format("%08x-0000-4000-8000-00000000007e", number);
    }

    URI tokenEndpoint(String tenant) {
        return origin.resolve("/" + tenant + "/oauth2/v2.0/token");
    }

    /** The same place at this issuer, for clients that were told a host without a port. */
    URI here(URI endpoint) {
        return origin.resolve(endpoint.getRawPath());
    }

    /** Answers so late from now on. */
    void delayTokens(Duration delay) throws IOException, InterruptedException {
        String fault = "[{\"path\": \"/*/oauth2/v2.0/token\", \"delay\": \"" + delay.toMillis() + "ms\"}]";
        send(HttpRequest.newBuilder(control(directory.toString(), "/faults")).PUT(BodyPublishers.ofString(fault)));
    }

    void forgetCounts() throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(control(directory.toString(), "/stats")).DELETE());
    }

    long tokensIssued() throws IOException, InterruptedException {
        String stats = send(HttpRequest.newBuilder(control(directory.toString(), "/stats")));
        return new ObjectMapper().readTree(stats).get("tokensIssued").asLong();
    }

    private static URI control(String directory, String path) {
        return URI.create(directory).resolve("/sandbox" + path);
    }

    private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(request.build().uri() + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static void trust(Path caFile) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(caFile)) {
            store.setCertificateEntry(
                    "issuer", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        Path file = Files.createTempFile("bench-trust", ".p12");
        file.toFile().deleteOnExit();
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "public".toCharArray());
        }
        System.setProperty("javax.net.ssl.trustStore", file.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", "public");
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        SSLContext.setDefault(context);
    }
}
