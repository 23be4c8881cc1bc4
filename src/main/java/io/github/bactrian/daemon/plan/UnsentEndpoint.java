package io.github.bactrian.daemon.plan;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PollingConsumerSupport;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** In place of an endpoint that would act outside of this process: notes that it would be sent to, and brings nothing. */
public final class UnsentEndpoint extends DefaultEndpoint {
    /** Endpoints that only pass a message on to other routes, or make something of it. */
    private static final Set<String> INSIDE = Set.of(
            "direct",
            "seda",
            "kamelet",
            "language",
            "dataformat",
            "bean",
            "class",
            "validator",
            "json-validator",
            "xslt",
            "xslt-saxon",
            "jolt",
            "jslt",
            "jsonata",
            "xj",
            "freemarker",
            "velocity",
            "mustache");

    /** Endpoints that leave the message as it is: what follows is known. */
    private static final Set<String> ONE_WAY = Set.of("file", "log", "mock", "stub", "ftp", "sftp", "ftps");

    private final Endpoint real;
    private final String scheme;
    private final String shown;

    private UnsentEndpoint(Endpoint real, String scheme) {
        super(real.getEndpointUri(), real.getComponent());
        this.real = real;
        this.scheme = scheme;
        String uri = URISupport.sanitizeUri(real.getEndpointUri()).replaceFirst("^([\\w.+-]+)://", "$1:");
        this.shown = decoded(uri);
    }

    private static String decoded(String uri) {
        try {
            return URLDecoder.decode(uri.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return uri;
        }
    }

    /** Has the context use these from now on, for steps, dynamic ones and templates; to be called before it has routes. */
    public static void install(CamelContext context) {
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> inPlaceOf(endpoint));
    }

    /** The endpoint itself if it acts on nothing outside, or is one of HTTP, whose requests end in the client. */
    private static Endpoint inPlaceOf(Endpoint real) {
        String scheme = real.getEndpointUri().replaceFirst(":.*", "");
        boolean harmless = isInside(real) || real instanceof UnsentEndpoint;
        return harmless ? real : new UnsentEndpoint(real, scheme);
    }

    /** Whether it only passes a message on, makes something of it, or is one of HTTP. */
    public static boolean isInside(Endpoint endpoint) {
        return INSIDE.contains(endpoint.getEndpointUri().replaceFirst(":.*", "")) || endpoint instanceof HttpEndpoint;
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                PlannedRow row = PlannedRow.of(exchange);
                if (row != null) {
                    row.unsent(shown, !ONE_WAY.contains(scheme));
                }
            }
        };
    }

    /** An import's rows come by way of its own consumer, which begins nothing in a dry run. */
    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        return scheme.equals("import") ? real.createConsumer(processor) : new DefaultConsumer(this, processor);
    }

    @Override
    public PollingConsumer createPollingConsumer() {
        return new PollingConsumerSupport(this) {
            @Override
            public @Nullable Exchange receive() {
                return null;
            }

            @Override
            public @Nullable Exchange receiveNoWait() {
                return null;
            }

            @Override
            public @Nullable Exchange receive(long timeout) {
                return null;
            }
        };
    }
}
