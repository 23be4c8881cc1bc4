package io.github.bactrian.daemon.routetests;

import io.github.bactrian.daemon.plan.UnsentEndpoint;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.util.URISupport;

/** In place of an endpoint that acts outside of this process: what the test says stands for it. */
final class MockedEndpoint extends DefaultEndpoint {
    private final Endpoint real;
    private final String uri;
    private final Mocks mocks;

    private MockedEndpoint(Endpoint real, Mocks mocks) {
        super(real.getEndpointUri(), real.getComponent());
        this.real = real;
        this.uri = URISupport.sanitizeUri(real.getEndpointUri()).replaceFirst("^([\\w.+-]+)://", "$1:");
        this.mocks = mocks;
    }

    /** Has the context use these from now on; to be called before it has routes. Files are written into {@code folders}. */
    static void install(CamelContext context, Mocks mocks, TestFolders folders) {
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (endpoint instanceof FileEndpoint file) {
                move(file, folders);
                return file;
            }
            return isReal(endpoint) ? endpoint : new MockedEndpoint(endpoint, mocks);
        });
    }

    private static boolean isReal(Endpoint endpoint) {
        String scheme = endpoint.getEndpointUri().replaceFirst(":.*", "");
        return endpoint instanceof MockedEndpoint
                || scheme.equals("import")
                || scheme.equals("log")
                || UnsentEndpoint.isInside(endpoint);
    }

    private static void move(FileEndpoint endpoint, TestFolders folders) {
        Path place = folders.of(Path.of(endpoint.getConfiguration().getDirectory()));
        endpoint.setFile(place.toFile());
        endpoint.getConfiguration().setDirectory(place.toString());
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                mocks.take(uri, exchange);
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        return real.createConsumer(processor);
    }
}
