package io.github.bactrian.embed;

import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;

/** What Camel 4.15 and newer find by themselves. A profile that cannot work keeps the context from starting. */
public final class Plugin implements ContextServicePlugin {

    @Override
    public void load(CamelContext context) {
        // An exception in here is no more than a line in Camel's log, and properties are not all there yet.
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextInitializing(CamelContext initializing) throws VetoCamelContextStartException {
                install(initializing);
            }
        });
    }

    private static void install(CamelContext context) throws VetoCamelContextStartException {
        try {
            Bactrian.install(context);
        } catch (RuntimeException e) {
            throw new VetoCamelContextStartException(e.getMessage(), e, context, true);
        }
    }
}
