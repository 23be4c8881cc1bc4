package io.github.bactrian.bench;

import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The peer: a file, split line by line with as many threads, each line a call of camel-http. */
final class PlainCamel {
    private static final String ROUTE = """
            %s
            - route:
                id: plain
                from:
                  uri: direct:file
                  steps:
                    - split:
                        tokenize: { token: "\\n" }
                        streaming: true
                        parallelProcessing: true
                        executorService: rows
                        steps:
                          - filter:
                              simple: "${exchangeProperty.CamelSplitIndex} > 0"
                              steps:
            %s
                                - to: { uri: "%s/rows", parameters: { httpMethod: POST, connectionsPerRoute: %d, maxTotalConnections: %d } }
            """;

    private static final String REDELIVERY = """
            - onException:
                exception: [ org.apache.camel.http.base.HttpOperationFailedException ]
                onWhen: { simple: "${exception.statusCode} == 429" }
                redeliveryPolicy: { maximumRedeliveries: -1, redeliveryDelay: 1000 }
            """;

    private final String head;
    private final String step;

    private PlainCamel(String head, String step) {
        this.head = head;
        this.step = step;
    }

    static PlainCamel asItIs() {
        return new PlainCamel("", "");
    }

    /** Told the quota, which in life somebody has to find out and to keep up to date. */
    static PlainCamel throttled(int limit, long windowMs) {
        return new PlainCamel(
                "",
                "                    - throttle: { constant: \"" + limit + "\", timePeriodMillis: \"" + windowMs
                        + "\" }");
    }

    /** Tries a call that was refused with 429 again a second later, for ever. */
    static PlainCamel redelivering() {
        return new PlainCamel(REDELIVERY, "");
    }

    /** Returns when the last line's call is over. */
    void run(Path file, Api api, int parallel) throws Exception {
        ExecutorService threads = new ThreadPoolExecutor(
                parallel,
                parallel,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(parallel),
                new ThreadPoolExecutor.CallerRunsPolicy());
        try (CamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("rows", threads);
            String route = ROUTE.formatted(head, step, api.origin(), parallel, parallel);
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("plain.camel.yaml", route));
            context.start();
            try (ProducerTemplate template = context.createProducerTemplate()) {
                // a split fails with its last row; how many failed is counted at the API
                template.send("direct:file", exchange -> exchange.getMessage().setBody(file.toFile()));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
