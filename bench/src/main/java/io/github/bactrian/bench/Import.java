package io.github.bactrian.bench;

import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.imports.ImportComponent;
import io.github.bactrian.imports.Receipt;
import io.github.bactrian.oauth.OAuth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Bactrian's own way, in a Camel context of its own: an import whose route makes one call a row with a profile. */
final class Import implements AutoCloseable {
    private static final String ROUTE = """
            - route:
                id: bench
                from:
                  uri: import:bench
                  parameters: { directory: "%s", parallel: %d, maxRejects: "100%%", sameContent: run }
                  steps:
                    - setBody: { simple: "${body[id]},${body[name]}" }
                    - process: { ref: oauth.bench }
                    - to: { uri: "%s/rows", parameters: { httpMethod: POST, connectionsPerRoute: %d, maxTotalConnections: %d } }
            """;

    private final CamelContext context = new DefaultCamelContext();
    private final ImportComponent component = new ImportComponent();

    /** @param call further settings of the profile, such as call.rate */
    Import(Path home, Api api, int parallel, Map<String, String> call) throws Exception {
        OAuth.install(context, profile(api, call));
        AuthorizedHttp.install(context);
        component.setLedger(home.resolve("data/ledger.db"));
        component.setIntake(false);
        context.addComponent("import", component);
        Path inbox = Files.createDirectories(home.resolve("inbox"));
        String route = ROUTE.formatted(inbox, parallel, api.origin(), parallel, parallel);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("bench.camel.yaml", route));
    }

    private static Map<String, String> profile(Api api, Map<String, String> call) {
        Map<String, String> profile = new HashMap<>(Map.of(
                "oauth.bench.type", "oidc",
                "oauth.bench.token-endpoint", api.origin() + "/token",
                "oauth.bench.client-id", "bench",
                "oauth.bench.client-secret", "bench",
                "oauth.bench.hosts", api.origin().toString()));
        call.forEach((key, value) -> profile.put("oauth.bench." + key, value));
        return profile;
    }

    ImportComponent component() {
        return component;
    }

    Import start() {
        context.start();
        return this;
    }

    /** Imports a copy of the file, and returns when the receipt is written. */
    Receipt run(Path file) throws Exception {
        return component.importFile("bench", file, true).get();
    }

    @Override
    public void close() {
        context.stop();
    }
}
