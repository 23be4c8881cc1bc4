package io.github.bactrian.http;

import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import java.util.Set;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Around an endpoint of another HTTP component than camel-http, for profiles with {@code inject=header}. Without one, around those
 * alone that would decode a path.
 */
final class InjectingEndpoint extends DefaultEndpoint implements DelegateEndpoint {

    private static final Set<String> SCHEMES = Set.of("vertx-http", "netty-http");

    private final Endpoint real;

    private InjectingEndpoint(Endpoint real) {
        super(real.getEndpointUri(), real.getComponent());
        this.real = real;
    }

    static void install(CamelContext context, OAuth oauth) {
        boolean injects = oauth.profiles().stream().anyMatch(OAuthProfile::injectsHeader);
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> around(uri, endpoint, injects));
    }

    /** @param uri as the route has it; netty-http's endpoints leave their scheme out */
    private static Endpoint around(String uri, Endpoint endpoint, boolean injects) {
        String scheme = uri.replaceFirst("(?s):.*", "");
        boolean wanted = injects ? SCHEMES.contains(scheme) : scheme.equals(InjectingProducer.DECODES_PATHS);
        return wanted && !(endpoint instanceof InjectingEndpoint) ? new InjectingEndpoint(endpoint) : endpoint;
    }

    @Override
    public Endpoint getEndpoint() {
        return real;
    }

    @Override
    public Producer createProducer() throws Exception {
        return createAsyncProducer();
    }

    @Override
    public AsyncProducer createAsyncProducer() throws Exception {
        return new InjectingProducer(this, real, real.createAsyncProducer());
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        return real.createConsumer(processor);
    }

    @Override
    public PollingConsumer createPollingConsumer() throws Exception {
        return real.createPollingConsumer();
    }

    @Override
    public boolean isLenientProperties() {
        return real.isLenientProperties();
    }

    @Override
    protected void doStart() throws Exception {
        ServiceHelper.startService(real);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        ServiceHelper.stopService(real);
    }
}
