package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bactrian.testing.DaemonProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the daemon knows and a sender wants: properties, environment, secrets, tokens. Rows, answers, file names and callers ask for it
 * in every way that routes offer, and each is looked for in every byte that the process wrote or sent.
 */
class CanaryTest {

    private static final Pattern PAGE = Pattern.compile("page: (http://\\S+)");

    /** Of each import: the steps between the row and its end. {@code ID} is the value, {@code LINK} the link. */
    private static final Map<String, String> KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry("to-d", "- toD: { uri: \"{{api.url}}/v1/users/ID?q=ID&httpMethod=GET\" }"),
            Map.entry(
                    "key",
                    "- toD: { uri: \"{{api.url}}/v1/users/${header.CamelImportKey}\", parameters: { httpMethod: GET } }"),
            Map.entry("filter", "- toD: { uri: \"{{api.url}}/v1/users?$filter=mail eq 'ID'&httpMethod=GET\" }"),
            Map.entry("enrich", "- enrich: { simple: \"{{api.url}}/v1/users('ID')?httpMethod=GET\" }"),
            Map.entry(
                    "list",
                    "- recipientList: { simple: \"{{api.url}}/v1/a/ID?httpMethod=GET,{{api.url}}/v1/b/ID?httpMethod=GET\" }"),
            Map.entry("slip", "- routingSlip: { simple: \"{{api.url}}/v1/a/ID?httpMethod=GET\" }"),
            Map.entry("tap", "- wireTap: { uri: \"{{api.url}}/v1/tapped/ID?httpMethod=GET\" }"),
            Map.entry(
                    "header",
                    "- setHeader: { name: CamelHttpPath, simple: \"/v1/users/ID\" }\n"
                            + "- setHeader: { name: CamelHttpQuery, simple: \"q=ID\" }\n- to: \"{{api.url}}?httpMethod=GET\""),
            Map.entry(
                    "note",
                    "- setHeader: { name: X-Note, simple: \"ID\" }\n- to: \"{{api.url}}/v1/notes?httpMethod=GET\""),
            Map.entry(
                    "kamelet",
                    "- to: { uri: kamelet:bactrian-call-action, parameters: { profile: api,"
                            + " url: \"RAW({{api.url}}/v1/users/ID)\" } }"),
            Map.entry("link", "- toD: { uri: \"LINK\" }"),
            Map.entry("links", "- recipientList: { simple: \"LINK\" }"),
            Map.entry(
                    "uri",
                    "- setHeader: { name: CamelHttpUri, simple: \"LINK\" }\n- to: \"{{api.url}}?httpMethod=GET\""),
            Map.entry("file", "- setBody: { simple: \"ID\" }\n- toD: { uri: \"file:outbox?fileName=ID.txt\" }"),
            Map.entry(
                    "again",
                    "- toD: { uri: \"{{api.url}}/v1/users/ID?httpMethod=GET\" }\n"
                            + "- to: \"{{api.url}}/v1/second?httpMethod=GET\"\n- toD: { uri: \"{{api.url}}/v1/third/ID?httpMethod=GET\" }"),
            Map.entry(
                    "redirect",
                    "- toD: { uri: \"{{api.url}}/redirect/ID?httpMethod=GET&throwExceptionOnFailure=false\" }"),
            Map.entry(
                    "pages",
                    "- split: { streaming: true, expression: { language: { language: pages,"
                            + " expression: \"{{api.url}}/pages?q=1\" } }, steps: [ { log: \"an item\" } ] }")));

    private final Canary property = Canary.of("Property");
    private final Canary written = Canary.of("Written");
    private final Canary environment = Canary.of("Environment");
    private final Canary system = Canary.of("System");
    private final Canary vaultKey = Canary.of("VaultKey");
    private final Canary otherVaultKey = Canary.of("OtherVaultKey");
    private final Canary clientSecret = Canary.of("ClientSecret");
    private final Canary vaultClientSecret = Canary.of("VaultClientSecret");
    private final Canary token = Canary.of("Token");

    private final AtomicInteger tokens = new AtomicInteger();
    private final RecordedServer issuer =
            new RecordedServer(request -> "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
                    + "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"" + token.text()
                    + tokens.incrementAndGet() + "\"}");
    private final RecordedServer vault =
            new RecordedServer(request -> "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + "{\"value\":\""
                    + inVault(request).text() + "\"}");
    private final RecordedServer elsewhere = new RecordedServer(request -> "HTTP/1.1 200 OK\r\n\r\nelsewhere");
    private final RecordedServer proxy = new RecordedServer(request -> "HTTP/1.1 200 OK\r\n\r\nproxied");
    private final RecordedServer api = new RecordedServer(this::answer);

    @TempDir
    Path home;

    private DaemonProcess daemon;
    private Process process;
    private final StringBuilder shown = new StringBuilder();

    @BeforeEach
    void prepare() throws IOException {
        List<String> properties = new ArrayList<>(List.of(
                "canary.unused = " + property.text(),
                "canary.written = " + written.text(),
                "canary.key = {{vault:api-key}}",
                "api.url = " + api.url(),
                "camel.server.port = 0",
                "camel.main.routes-include-pattern = file:routes/*.yaml",
                "bactrian.vault.url = " + vault.url(),
                "bactrian.vault.profile = vault"));
        for (Map.Entry<String, RecordedServer> profile :
                Map.of("api", api, "vault", vault).entrySet()) {
            String prefix = "oauth." + profile.getKey() + ".";
            properties.add(prefix + "type = oidc");
            properties.add(prefix + "token-endpoint = " + issuer.url() + "/token");
            properties.add(prefix + "client-id = the-client");
            properties.add(prefix + "client-auth = post");
            properties.add(prefix + "hosts = " + profile.getValue().url());
        }
        properties.add("oauth.api.call.retries = 0");
        properties.add("oauth.api.client-secret = {{vault:client-secret}}");
        properties.add("oauth.vault.client-secret = " + vaultClientSecret.text());
        daemon = DaemonProcess.in(home, properties);
        daemon.environment("CANARY_ENVIRONMENT", environment.text());
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            DaemonProcess.kill(process);
        }
        Stream.of(api, issuer, vault, elsewhere, proxy).forEach(RecordedServer::close);
    }

    @Test
    void nothingThatTheDaemonKnowsLeavesItButToWhereItBelongs() throws Exception {
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            writeImport(kind.getKey(), kind.getValue());
        }
        write("routes/inbound.yaml", INBOUND);
        URI page = start();
        for (String kind : KINDS.keySet()) {
            drop(kind, "rows.csv", csv());
            drop(kind, "rows.json", json());
        }
        int other = 0;
        for (String name : List.of(
                "{{canary.unused}}",
                "${sys:canary.system}",
                "a\nforged\u001b[31m",
                "$simple{env:CANARY_ENVIRONMENT}")) {
            drop("to-d", name + ".csv", "id,link\nharmless-" + other++ + "," + api.url() + "\n");
        }
        await().ignoreException(UncheckedIOException.class)
                .atMost(Duration.ofMinutes(3))
                .until(() -> receipts().size() == 2 * KINDS.size() + 4);
        callIn(page);
        look(page);
        end();

        assertHarmlessRowsAreDone();
        assertNothingLeaked();
        assertThat(issuer.requests()).isNotEmpty().allMatch(request -> request.startsWith("POST /token "));
        assertThat(vault.requests())
                .as("to the vault; the API got %s", api.requests().get(0))
                .isNotEmpty()
                .allMatch(request -> request.matches("(?s)GET /secrets/(?:api-key|client-secret)\\?.*"));
        assertThat(api.requests()).allMatch(request -> request.matches("(?s)(?:GET|POST) .*"));
        assertThat(api.requests()).anyMatch(request -> request.contains("X-Key: " + vaultKey.text()));
        assertThat(api.requests()).anyMatch(request -> request.contains("X-Written: " + written.text()));
        assertThat(api.requests()).anyMatch(request -> request.contains("Authorization: Bearer " + token.text()));
    }

    @Test
    void aTokenThatTheApiSendsBackIsKeptNowhereAndGoesNowhere() throws Exception {
        writeImport("echo", "- toD: { uri: \"{{api.url}}/echo/ID?httpMethod=GET\" }");
        writeImport(
                "echo-header",
                "- toD: { uri: \"{{api.url}}/echo-header/ID?httpMethod=GET\" }\n"
                        + "- process: { ref: oauth.none }\n- to: \"{{api.url}}/v1/after?httpMethod=GET\"");
        URI page = start();
        drop("echo", "rows.csv", csv());
        drop("echo-header", "rows.csv", csv());
        await().ignoreException(UncheckedIOException.class)
                .atMost(Duration.ofMinutes(2))
                .until(() -> receipts().size() == 2);
        look(page);
        end();

        assertThat(api.requests().stream().filter(request -> request.startsWith("GET /v1/after ")))
                .isNotEmpty()
                .noneMatch(token::isIn);

        assertNothingLeaked();
    }

    private Canary inVault(String request) {
        if (request.contains("/secrets/client-secret")) {
            return clientSecret;
        }
        return request.contains("/secrets/api-key") ? vaultKey : otherVaultKey;
    }

    private String answer(String request) {
        String target = request.split(" ", 3)[1];
        String authorization = request.replaceFirst("(?s).*\r\n(?i:authorization): ([^\r]*)\r\n.*", "$1");
        String steering =
                "Location: " + elsewhere.url() + "/moved\r\nLink: <" + elsewhere.url() + "/next>; rel=\"next\"\r\n"
                        + "Set-Cookie: a={{canary.unused}}\r\nCamelHttpUri: " + elsewhere.url()
                        + "/steered\r\nCamelHttpPath: /steered\r\n"
                        + "CamelHttpMethod: DELETE\r\nX-Echo: ${sys:canary.system} {{canary.unused}}\r\n";
        String ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + steering + "\r\n";
        if (target.startsWith("/redirect")) {
            return "HTTP/1.1 302 Found\r\n" + steering + "\r\n";
        }
        if (target.startsWith("/echo-header")) {
            return "HTTP/1.1 200 OK\r\nX-Authorization: " + authorization + "\r\nAuthorization: " + authorization
                    + "\r\n\r\n{}";
        }
        if (target.startsWith("/echo")) {
            return "HTTP/1.1 400 Bad Request\r\n\r\n{\"error\":\"" + authorization + "\"}";
        }
        return target.startsWith("/pages")
                ? ok + "{\"value\":[{\"id\":1}],\"@odata.nextLink\":\"" + elsewhere.url() + "/page\"}"
                : ok + "{\"echo\":\"" + target + "\",\"text\":\"${env:CANARY_ENVIRONMENT} {{canary.unused}}\"}";
    }

    private void writeImport(String name, String steps) throws IOException {
        write(
                "routes/" + name + ".yaml",
                """
                - route:
                    id: %s
                    from:
                      uri: "import:%s?key=id&quietPeriod=0s&maxRejects=1000&parallel=4"
                      steps:
                        - setHeader: { name: X-Key, constant: "{{canary.key}}" }
                        - setHeader: { name: X-Written, constant: "{{canary.written}}" }
                        - setProperty: { name: row, simple: "${body}" }
                        - setBody: { constant: "" }
                        - process: { ref: oauth.api }
                """.formatted(name, name)
                        + steps.replace("ID", "${exchangeProperty.row[id]}")
                                .replace("LINK", "${exchangeProperty.row[link]}")
                                .indent(8));
    }

    private static final String INBOUND = """
            - route:
                id: inbound
                from:
                  uri: platform-http:/in
                  steps:
                    - setProperty: { name: id, simple: "${header.id}" }
                    - setBody: { constant: "" }
                    - process: { ref: oauth.api }
                    - toD: { uri: "{{api.url}}/v1/in/${exchangeProperty.id}?httpMethod=GET" }
                    - removeHeaders: { pattern: "*" }
            """.replace("", "");

    private List<String> hostile() {
        List<String> values = new ArrayList<>();
        for (String asked : List.of(
                "canary.unused",
                "env:CANARY_ENVIRONMENT",
                "sys:canary.system",
                "vault:other",
                "oauth.api.client-secret")) {
            values.add("{{" + asked + "}}");
            values.add("x?q={{" + asked + "}}&a=b");
        }
        for (String asked : List.of(
                "sys:canary.system",
                "env:CANARY_ENVIRONMENT",
                "properties:canary.unused",
                "exchangeProperty.oauthProfile")) {
            values.add("${" + asked + "}");
            values.add("$simple{" + asked + "}");
        }
        String via = "proxyHost=127.0.0.1&proxyPort=" + proxy.port() + "&proxyAuthScheme=http";
        values.addAll(List.of(
                "x?" + via,
                "x&" + via,
                "x?httpMethod=DELETE",
                "x&httpMethod=DELETE",
                "../../admin",
                "..",
                "x#" + via,
                "@127.0.0.1:" + elsewhere.port() + "/",
                elsewhere.url() + "/",
                "//127.0.0.1:" + elsewhere.port() + "/",
                "RAW(x)&" + via,
                "x?x509HostnameVerifier=#class:java.lang.Object",
                "x' or '1' eq '1",
                "x\\u0000y",
                "x%0d%0aX-Evil:%201",
                "x?bridgeEndpoint=true"));
        return values;
    }

    private List<String> hostileLinks() {
        List<String> links = new ArrayList<>(hostile());
        links.addAll(List.of(
                api.url() + "@127.0.0.1:" + elsewhere.port() + "/",
                "http://user@127.0.0.1:" + elsewhere.port(),
                "direct:nobody",
                api.url() + "/v1?proxyHost=127.0.0.1&proxyPort=" + proxy.port(),
                "netty-http:" + elsewhere.url(),
                "file:/tmp?fileName=x"));
        return links;
    }

    private String csv() {
        StringBuilder rows = new StringBuilder("id,link\n");
        rows(rows, (id, link) -> "\"" + id.replace("\"", "\"\"") + "\",\"" + link.replace("\"", "\"\"") + "\"\n");
        return rows.toString();
    }

    private String json() {
        StringBuilder rows = new StringBuilder();
        rows(
                rows,
                (id, link) -> ",{\"id\":\"" + id.replace("\\", "\\\\").replace("\\\\u", "\\u") + "\",\"link\":\""
                        + link.replace("\\", "\\\\") + "\"}");
        return "[" + rows.substring(1) + "]";
    }

    private interface Line {
        String of(String id, String link);
    }

    /** Harmless rows between the others. */
    private void rows(StringBuilder rows, Line line) {
        List<String> values = hostile();
        List<String> links = hostileLinks();
        for (int i = 0; i < links.size(); i++) {
            rows.append(line.of(values.get(i % values.size()), links.get(i)));
            if (i % 4 == 0) {
                rows.append(line.of("harmless-" + i, api.url() + "/v1/linked/harmless-" + i));
            }
        }
    }

    private URI start() throws IOException {
        process = daemon.start(List.of("-Dcanary.system=" + system.text()), "run");
        Matcher line = await().atMost(Duration.ofSeconds(90))
                .until(
                        () -> {
                            assertThat(process.isAlive()).as(daemon.output()).isTrue();
                            return PAGE.matcher(daemon.output());
                        },
                        Matcher::find);
        return URI.create(line.group(1));
    }

    private void end() throws InterruptedException, IOException {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(daemon.output()).isTrue();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(home.resolve(name), text);
    }

    private void drop(String kind, String name, String text) throws IOException {
        Path inbox = Files.createDirectories(home.resolve("inbox").resolve(kind));
        Files.move(Files.writeString(home.resolve("dropped.tmp"), text), inbox.resolve(name));
    }

    private List<Path> receipts() throws IOException {
        return files(file -> file.getFileName().toString().endsWith(".receipt.json"));
    }

    private List<Path> files(java.util.function.Predicate<Path> which) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile).filter(which).toList();
        }
    }

    /** Requests of strangers to a route that calls the API. */
    private void callIn(URI page) throws IOException, InterruptedException {
        for (String value : hostile()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            page.resolve("/in?id=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
                    .header("CamelHttpUri", elsewhere.url() + "/in")
                    .header("CamelHttpPath", "/{{canary.unused}}")
                    .header("CamelHttpQuery", "q={{canary.unused}}")
                    .header("CamelHttpMethod", "DELETE")
                    .header("X-Note", "{{canary.unused}} ${sys:canary.system}");
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
            shown.append(answer.headers().map()).append(answer.body()).append('\n');
        }
        HttpResponse<String> harmless = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(page.resolve("/in?id=harmless-in"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(harmless.statusCode()).as(harmless.body()).isEqualTo(200);
        assertThat(api.requests()).anyMatch(request -> request.startsWith("GET /v1/in/harmless-in "));
    }

    /** Whatever the page tells. */
    private void look(URI page) throws IOException, InterruptedException {
        List<String> paths = new ArrayList<>(List.of("/", "/console/state", "/observe/health", "/observe/metrics"));
        for (Path receipt : receipts()) {
            paths.add("/console/jobs/"
                    + Files.readString(receipt).replaceFirst("(?s).*\"job\"\\s*:\\s*\"([^\"]+)\".*", "$1"));
        }
        KINDS.keySet().forEach(kind -> paths.add("/console/routes/" + kind));
        for (String path : paths) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(page.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
            shown.append(path)
                    .append(": ")
                    .append(answer.headers().map())
                    .append(answer.body())
                    .append('\n');
        }
        Process jobs = daemon.start("jobs");
        assertThat(jobs.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Rows of the import that follows a foreign page, and of the one that is redirected, are the API's fault. */
    private void assertHarmlessRowsAreDone() throws IOException {
        for (Path rejects : files(
                file -> file.getParent().endsWith("rejects") && !file.toString().endsWith(".receipt.json"))) {
            String kind = rejects.getParent().getParent().getFileName().toString();
            if (!List.of("pages", "redirect").contains(kind)) {
                assertThat(Files.readString(rejects)).as(rejects.toString()).doesNotContain("harmless-");
            }
        }
        assertThat(files(file ->
                        file.getParent().endsWith("unknown") || file.getParent().endsWith("failed")))
                .isEmpty();
        String called = String.join("", api.requests());
        assertThat(called)
                .contains(
                        "/v1/users/harmless-4",
                        "/v1/users('harmless-4')",
                        "/v1/tapped/harmless-4",
                        "/v1/linked/harmless-4",
                        "/v1/third/harmless-4",
                        "X-Note: harmless-4",
                        "mail%20eq%20'harmless-4'");
        assertThat(home.resolve("outbox/harmless-4.txt")).hasContent("harmless-4");
    }

    private void assertNothingLeaked() throws IOException {
        assertThat(elsewhere.connections()).as("connections to another server").isZero();
        assertThat(proxy.connections()).as("connections to a proxy").isZero();
        Map<String, String> places = new TreeMap<>();
        for (Path file : files(file -> !file.endsWith("test.properties"))) {
            places.put(
                    home.relativize(file).toString(),
                    Files.readString(file, StandardCharsets.ISO_8859_1) + file.getFileName());
        }
        places.put("the page", shown.toString());
        places.put(
                "what the API got",
                api.requests().stream().map(this::withoutOwn).collect(Collectors.joining("\n")));
        places.put(
                "what the vault got",
                vault.requests().stream().map(this::withoutOwn).collect(Collectors.joining("\n")));
        places.put(
                "what the issuer got",
                String.join("\n", issuer.requests())
                        .replace("client_secret=" + clientSecret.text(), "")
                        .replace("client_secret=" + vaultClientSecret.text(), ""));
        List<Canary> all = new ArrayList<>(List.of(
                property,
                written,
                environment,
                system,
                vaultKey,
                otherVaultKey,
                clientSecret,
                vaultClientSecret,
                token));
        Path secret = home.resolve("data/console.secret");
        if (Files.exists(secret)) {
            all.add(new Canary(Files.readString(secret).strip()));
            places.remove(home.relativize(secret).toString());
        }
        for (Canary canary : all) {
            places.forEach((place, content) -> assertThat(canary.isIn(content))
                    .as("%s in %s:%n%s", canary, place, around(content, canary))
                    .isFalse());
        }
    }

    private String withoutOwn(String request) {
        String own = "(?i)\r\n(?:Authorization: Bearer " + token.text() + "\\d+|X-Key: " + vaultKey.text()
                + "|X-Written: " + written.text() + ")(?=\r\n)";
        return request.replaceAll(own, "");
    }

    private static String around(String content, Canary canary) {
        int at = content.toLowerCase(Locale.ROOT).indexOf(canary.text().toLowerCase(Locale.ROOT));
        return at < 0 ? "encoded" : content.substring(Math.max(0, at - 300), Math.min(content.length(), at + 100));
    }
}
