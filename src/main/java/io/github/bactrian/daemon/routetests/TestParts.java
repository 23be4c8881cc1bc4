package io.github.bactrian.daemon.routetests;

import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.imports.ImportComponent;
import io.github.bactrian.oauth.OAuth;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.model.ModelCamelContext;

/** What tests steer in a Camel context. */
record TestParts(
        CamelContext context,
        ImportComponent imports,
        OAuth oauth,
        AuthorizedHttp http,
        TestRoutes routes,
        ProducerTemplate producer,
        TimeLapse lapse) {

    static TestParts of(ModelCamelContext context, ImportComponent imports, VirtualClock clock) {
        return new TestParts(
                context,
                imports,
                Objects.requireNonNull(OAuth.of(context)),
                Objects.requireNonNull(AuthorizedHttp.of(context)),
                new TestRoutes(context),
                context.createProducerTemplate(),
                new TimeLapse(clock, imports));
    }
}
