package io.github.bactrian.daemon;

import io.github.bactrian.console.BoundedVertx;
import io.github.bactrian.console.Console;
import io.github.bactrian.console.ConsoleSettings;
import io.github.bactrian.daemon.plan.UnsentEndpoint;
import io.github.bactrian.daemon.routetests.TestBench;
import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.imports.ImportComponent;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.pages.SqliteDeltaLinks;
import io.github.bactrian.targets.Targets;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.DefaultMainShutdownStrategy;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;

/** Camel with our parts in it: the one place where they meet. */
final class Daemon implements AutoCloseable {
    /** What Camel is started for. */
    enum Purpose {
        /** To work until it is told to stop, and to be seen from outside. */
        RUN,
        /** To import one file. */
        IMPORT,
        /** To run an import where nothing can be sent. */
        PLAN,
        /** To test routes. */
        TEST
    }

    private final Main main = new Main();
    private final ImportComponent imports = new ImportComponent();

    private final Path data;
    private final CamelProperties properties;
    private @Nullable Console console;

    private Daemon(
            Configuration configuration, Path directory, boolean sandbox, Purpose purpose, @Nullable TestBench bench) {
        boolean dry = purpose == Purpose.PLAN;
        Map<String, String> values = configuration.values();
        Path ledger = directory.resolve(configuration.ledger());
        data = ledger.toAbsolutePath().resolveSibling("");
        imports.setLedger(ledger);
        configuration.marks().map(directory::resolve).ifPresent(imports::setMarks);
        imports.setDry(dry);
        main.bind("deltaLinks", new SqliteDeltaLinks(ledger));
        properties = CamelProperties.of(configuration, purpose == Purpose.RUN);
        main.setInitialProperties(properties.all());
        // All layers are in these properties: Camel is to read no file again.
        main.setDefaultPropertyPlaceholderLocation("false");
        ((DefaultMainShutdownStrategy) main.getShutdownStrategy()).disableHangupSupport();
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport camel) {
                install(camel.getCamelContext(), values, sandbox, dry, bench);
            }
        });
    }

    /**
     * Reads the routes and profiles; nothing runs yet.
     *
     * @throws StartFault if a profile or a route is faulty
     */
    static Daemon assemble(Configuration configuration, Path directory, boolean sandbox, Purpose purpose) {
        return new Daemon(configuration, directory, sandbox, purpose, null).initialised(configuration);
    }

    /**
     * Reads what one import needs, in a context that calls nobody, listens nowhere and keeps nothing.
     *
     * @throws StartFault if a profile or a route is faulty
     */
    static Daemon assembleDry(Configuration configuration, Path directory, boolean sandbox, String importName) {
        Daemon daemon = new Daemon(configuration, directory, sandbox, Purpose.PLAN, null).initialised(configuration);
        daemon.limitTo(importName);
        daemon.routes().hurry();
        return daemon;
    }

    /**
     * Starts and stops all routes in a context that calls no one, listens nowhere and keeps nothing.
     *
     * @throws StartFault if a profile or a route is faulty
     */
    static void rehearse(Configuration configuration, Path directory, boolean sandbox) {
        try (Daemon daemon =
                new Daemon(configuration, directory, sandbox, Purpose.PLAN, null).initialised(configuration)) {
            daemon.start(configuration);
        }
    }

    /**
     * Reads the routes for tests, in a context that starts nothing by itself and leaves neither this machine nor the bench's
     * directory.
     *
     * @throws StartFault if a profile or a route is faulty
     */
    static Daemon assembleTests(Configuration configuration, TestBench bench) {
        Daemon daemon = new Daemon(configuration, bench.home(), true, Purpose.TEST, bench).initialised(configuration);
        bench.takeOver((ModelCamelContext) daemon.main.getCamelContext(), daemon.imports);
        daemon.routes().hurry();
        return daemon;
    }

    private Daemon initialised(Configuration configuration) {
        try {
            main.init();
            return this;
        } catch (RuntimeException e) {
            close();
            throw Reasons.ofStart(e, configuration);
        }
    }

    private void install(
            CamelContext context, Map<String, String> values, boolean sandbox, boolean dry, @Nullable TestBench bench) {
        // Nor is it to let variables override what -D has set.
        PropertiesComponent placeholders = (PropertiesComponent) context.getPropertiesComponent();
        placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        placeholders.addPropertiesSource(new VariablesSource(properties.all().stringPropertyNames()));
        placeholders.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
        context.addComponent("import", imports);
        context.getRegistry().bind("vertx", Vertx.class, BoundedVertx::create);
        if (sandbox) {
            LoopbackOnly.install(context);
        }
        if (sandbox && !dry && bench == null) {
            // a plan sends to no endpoint, and a test to none but those it knows
            LoopbackEndpoints.install(context);
        }
        if (bench != null) {
            bench.install(context, values, imports);
        } else if (dry) {
            OAuth.dryRun(context, values);
            AuthorizedHttp.dryRun(context);
            UnsentEndpoint.install(context);
        } else {
            OAuth.install(context, values);
            AuthorizedHttp.install(context);
            context.getManagementStrategy().addEventNotifier(new FailedExchanges());
        }
        Objects.requireNonNull(Targets.of(context)).coverEveryExchange();
    }

    /** Leaves only the routes that one import needs, and watches no directory. */
    void limitTo(String importName) {
        imports.setIntake(false);
        routes().limitTo(importName);
    }

    private RouteModel routes() {
        return new RouteModel((ModelCamelContext) main.getCamelContext());
    }

    /** @throws StartFault if a route cannot start */
    void start(Configuration configuration) {
        try {
            properties.requireNoServerMissing(configuration, routes());
            main.start();
            if (main.getCamelContext().hasService(MainHttpServer.class) != null) {
                openPage(configuration);
            }
        } catch (RuntimeException e) {
            close();
            throw Reasons.ofStart(e, configuration);
        }
    }

    private void openPage(Configuration configuration) {
        ConsoleSettings settings = ConsoleSettings.read(configuration.group("bactrian.console."), data);
        try {
            console = Console.open(main.getCamelContext(), imports, settings, Clock.systemUTC());
        } catch (IOException e) {
            throw StartFault.configuration(Reasons.of(e));
        }
    }

    /** The routes as they run, which came from files with these texts. */
    RunningRoutes running(Map<Path, String> files) {
        return new RunningRoutes((ModelCamelContext) main.getCamelContext(), imports, files);
    }

    /** The page; empty if it was not asked for, or its port is taken. */
    Optional<Console> page() {
        return Optional.ofNullable(console);
    }

    /** Returns when something has stopped Camel. */
    void awaitStop() throws InterruptedException {
        main.getShutdownStrategy().await();
    }

    ImportComponent imports() {
        return imports;
    }

    /** Stops within 20 seconds; may be called twice. */
    @Override
    public void close() {
        if (console != null) {
            console.close();
        }
        main.stop();
    }
}
