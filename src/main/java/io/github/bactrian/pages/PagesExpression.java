package io.github.bactrian.pages;

import io.github.bactrian.targets.Targets;
import java.net.URI;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.ExpressionAdapter;
import org.jspecify.annotations.Nullable;

/** A {@link Plan}, carried out for one exchange after the other. */
final class PagesExpression extends ExpressionAdapter {

    private final Plan plan;
    private final DeltaRuns runs;
    private @Nullable Expression url;

    PagesExpression(Plan plan, DeltaRuns runs) {
        this.plan = plan;
        this.runs = runs;
    }

    @Override
    public void init(CamelContext context) {
        super.init(context);
        if (plan.url().contains("${")) {
            url = Targets.url(context, plan.url());
        } else {
            Urls.parse(plan.url());
        }
    }

    /** An iterator over the items; pages are fetched as it is asked, and only the first of a delta query at once. */
    @Override
    public Object evaluate(Exchange exchange) {
        URI first = Urls.parse(url == null ? plan.url() : url.evaluate(exchange, String.class));
        return plan.delta() == null
                ? Pages.of(exchange, new Walk(plan, exchange, first, first))
                : new DeltaStart(plan, exchange, first).begin(runs);
    }

    @Override
    public String toString() {
        return "pages[" + plan.url() + "]";
    }
}
