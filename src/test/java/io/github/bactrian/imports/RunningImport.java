package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.http.Time;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** An import of users into a sandbox's directory, in a Camel context of its own. */
final class RunningImport implements AutoCloseable {
    static final String HEADER = "mail,name,password\n";

    private static final String ROUTE = """
            - route:
                id: import-users
                from:
                  uri: import:users
                  parameters:
                    %s
                  steps:
            %s
            """;
    private static final String CREATE_USER = """
            - process: { ref: oauth.graph }
            - setBody:
                simple: '{"accountEnabled":true,"displayName":"${body[name]}","mailNickname":"x","userPrincipalName":"${body[mail]}","passwordProfile":{"password":"${body[password]}"}}'
            - to: { uri: "%s/users", parameters: { httpMethod: POST } }
            """;

    private final Path home;
    private final @Nullable Sandbox sandbox;
    private final CamelContext context = new DefaultCamelContext();
    private final ImportComponent component = new ImportComponent();
    private Time time = Time.SYSTEM;

    /** @param parameters of the import beside its directory and a quiet period of zero, as YAML lines */
    static RunningImport start(Path home, Sandbox sandbox, String... parameters) throws Exception {
        return start(home, sandbox, CREATE_USER.formatted(sandbox.directory()), parameters);
    }

    static RunningImport start(Path home, Sandbox sandbox, String steps, String[] parameters) throws Exception {
        RunningImport running = new RunningImport(home, sandbox);
        running.run(steps, parameters, "");
        return running;
    }

    /**
     * With a clock of the test's own.
     *
     * @param routes beside that of the import, as YAML; empty for none
     */
    static RunningImport start(Path home, Sandbox sandbox, Clock clock, String routes, String... parameters)
            throws Exception {
        return start(home, sandbox, clock, routes, createUser(sandbox), parameters);
    }

    static RunningImport start(
            Path home, @Nullable Sandbox sandbox, Clock clock, String routes, String steps, String[] parameters)
            throws Exception {
        RunningImport running = new RunningImport(home, sandbox);
        running.component.setClock(clock);
        running.run(steps, parameters, routes);
        return running;
    }

    /** Calling an API that needs no token. */
    static RunningImport withoutIdentity(Path home, Clock clock, String steps, String... parameters) throws Exception {
        return start(home, null, clock, "", steps, parameters);
    }

    /** The same, with calls that wait as {@code time} says. */
    static RunningImport withoutIdentity(Path home, Time time, String steps, String... parameters) throws Exception {
        RunningImport running = new RunningImport(home, null);
        running.time = time;
        running.run(steps, parameters, "");
        return running;
    }

    static String createUser(Sandbox sandbox) {
        return CREATE_USER.formatted(sandbox.directory());
    }

    /**
     * Routes as they are written for the daemon, their imports' parameters in one line.
     *
     * @param before what the context needs beside calls over HTTP
     */
    static RunningImport ofRoutes(Path home, Consumer<CamelContext> before, String routes) throws Exception {
        RunningImport running = new RunningImport(home, null);
        before.accept(running.context);
        running.load(routes.replace(
                "parameters: { key:",
                "parameters: { directory: \"" + home.resolve("inbox") + "\", quietPeriod: 0s, key:"));
        return running;
    }

    private RunningImport(Path home, @Nullable Sandbox sandbox) {
        this.home = home;
        this.sandbox = sandbox;
    }

    private void run(String steps, String[] parameters, String otherRoutes) throws Exception {
        if (sandbox != null) {
            installProfile();
        }
        List<String> all = new ArrayList<>(List.of("directory: " + home.resolve("inbox"), "quietPeriod: 0s"));
        all.addAll(List.of(parameters));
        String yaml = ROUTE.formatted(String.join("\n        ", all), steps.indent(6)) + otherRoutes;
        load(yaml);
    }

    private void load(String yaml) throws Exception {
        AuthorizedHttp.install(context, time);
        component.setLedger(home.resolve("data/ledger.db"));
        context.addComponent("import", component);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("import-users.camel.yaml", yaml));
        context.start();
    }

    private void installProfile() {
        OAuth.install(
                context,
                Map.of(
                        "oauth.graph.tenant-id", sandbox.app().tenantId(),
                        "oauth.graph.client-id", sandbox.app().clientId(),
                        "oauth.graph.client-secret", sandbox.app().clientSecret(),
                        "oauth.graph.scope", sandbox.resource() + "/.default",
                        "oauth.graph.authority-host", sandbox.issuer().toString(),
                        "oauth.graph.ca-file", sandbox.caFile().toString(),
                        "oauth.graph.hosts",
                                "http://127.0.0.1:" + sandbox.directory().getPort()));
    }

    ImportComponent component() {
        return component;
    }

    CamelContext context() {
        return context;
    }

    Receipt importFile(Path file) throws Exception {
        return component.importFile("users", file, false).get();
    }

    /** Drops a file as a careful operator would: under a temporary name, then renamed. */
    void drop(String name, byte[] content) throws IOException {
        Path part = home.resolve("inbox").resolve("." + name + ".tmp");
        Files.write(part, content);
        Files.move(part, home.resolve("inbox").resolve(name));
    }

    void drop(String name, String content) throws IOException {
        drop(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Waits for the receipt of the file dropped under this name. */
    JsonNode receipt(String folder, String name) {
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(find(folder, name + ".receipt.json"))
                .isNotEmpty());
        try {
            return new ObjectMapper()
                    .readTree(find(folder, name + ".receipt.json").get(0).toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The job whose receipt this is, once it has also ended in the ledger: that is written last. */
    String endedJob(JsonNode receipt) {
        String id = receipt.at("/job").textValue();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Status.of(component.job(id).receipt().status()).isFinal());
        return id;
    }

    /** The one file in a folder that was dropped under this name. */
    Path file(String folder, String name) throws IOException {
        await().until(() -> !find(folder, name).isEmpty());
        return find(folder, name).stream().collect(Collectors.collectingAndThen(Collectors.toList(), found -> {
            assertThat(found).as("files in " + folder).hasSize(1);
            return found.get(0);
        }));
    }

    List<Path> find(String folder, String name) throws IOException {
        Path directory = home.resolve("inbox").resolve(folder);
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*-" + name)) {
                files.forEach(found::add);
            }
        }
        return found;
    }

    /** Waits until the directory has taken no user for that long. */
    static void awaitStandstill(Sandbox sandbox, Duration quiet) {
        AtomicInteger last = new AtomicInteger();
        await().atMost(Duration.ofSeconds(30))
                .during(quiet)
                .until(() -> last.getAndSet(sandbox.userCount()) == sandbox.userCount());
    }

    static String row(String mail, String name) {
        return mail + "," + name + ",Very-secret-42\n";
    }

    @Override
    public void close() {
        context.stop();
    }
}
