package io.github.bactrian.bench;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Plain Camel: a file, its CSV read as it goes and split in parallel, each row a call of camel-http with a token that it keeps. */
public final class CamelPeer {
    private static final String ROUTE = """
            - route:
                id: rows
                from:
                  uri: file:inbox
                  parameters: { delete: true, delay: 100, initialDelay: 0 }
                  steps:
                    - unmarshal: { csv: { lazyLoad: true, useOrderedMaps: true } }
                    - split:
                        simple: "${body}"
                        streaming: true
                        parallelProcessing: true
                        executorService: rows
                        steps:
                          - marshal: { json: { library: Jackson } }
                          - to:
                              uri: %s
                              parameters:
                                httpMethod: POST
                                connectionsPerRoute: %d
                                maxTotalConnections: %d
                                oauth2TokenEndpoint: %s
                                oauth2ClientId: %s
                                oauth2ClientSecret: %s
                                oauth2Scope: %s
                                oauth2CacheTokens: true
            """;

    private CamelPeer() {}

    public static void main(String... args) throws Exception {
        PeerSettings settings = PeerSettings.read();
        String route = ROUTE.formatted(
                settings.rows(),
                settings.parallel(),
                // camel-http asks for its token while it holds the connection to the API, all rows at once at first
                2 * settings.parallel(),
                settings.grant().tokenEndpoint(),
                settings.grant().clientId(),
                settings.grant().clientSecret(),
                settings.grant().scope());
        CamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("rows", RowThreads.of(settings));
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("rows.camel.yaml", route));
        context.start();
        Thread.currentThread().join();
    }
}
