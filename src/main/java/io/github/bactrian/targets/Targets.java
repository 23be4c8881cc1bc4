package io.github.bactrian.targets;

import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.spi.ProcessorFactory;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/** Keeps what arrives with a message from choosing where and how a call is made. */
public final class Targets {

    private final Predicate<Exchange> governed;
    private volatile boolean everywhere;

    private Targets(Predicate<Exchange> governed) {
        this.governed = governed;
    }

    /**
     * Guards the steps of the routes that are added from now on.
     *
     * @param governed which exchanges the rule is for; routes of others run as they would without it
     */
    public static Targets install(CamelContext context, Predicate<Exchange> governed) {
        Targets targets = new Targets(governed);
        ProcessorFactory existing = PluginHelper.getProcessorFactory(context);
        context.getCamelContextExtension()
                .addContextPlugin(
                        ProcessorFactory.class,
                        new GuardedProcessors(existing, targets::covers, targets::coversEveryExchange));
        context.getCamelContextExtension().addContextPlugin(Targets.class, targets);
        return targets;
    }

    /** Returns what was installed into this context; null if nothing was. */
    public static @Nullable Targets of(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(Targets.class);
    }

    /** Has the rule hold for every exchange of the context. */
    public void coverEveryExchange() {
        everywhere = true;
    }

    /**
     * Returns the expression of a URL that another part of the project fetches, text in Camel's simple language: its scheme and host are
     * the author's, or it is a link as a whole.
     */
    public static Expression url(CamelContext context, String text) {
        Targets targets = of(context);
        return targets == null ? Value.simple(context, text) : new Guard(targets::covers).url(context, text);
    }

    /** Whether the rule holds for every exchange. */
    boolean coversEveryExchange() {
        return everywhere;
    }

    /**
     * Refuses a message whose path or URL, set by an earlier step, the component called next would decode once more: what is encoded
     * in it would become more than a value.
     *
     * @throws RefusedValueException if it has such a header
     */
    public static void refuseDecoding(Exchange exchange) {
        Targets targets = of(exchange.getContext());
        if (targets == null || !targets.covers(exchange) || BoundEndpoint.isCalling(exchange)) {
            return;
        }
        for (String name : List.of(Exchange.HTTP_PATH, Exchange.HTTP_URI)) {
            String value = exchange.getMessage().getHeader(name, "", String.class);
            if (value.contains("%")) {
                throw new RefusedValueException(
                        name + " is refused: this component would decode it once more; write the value"
                                + " in the URI of toD instead of the header");
            }
        }
    }

    private boolean covers(Exchange exchange) {
        return everywhere || governed.test(exchange);
    }
}
