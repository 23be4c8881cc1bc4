package io.github.bactrian.pages;

import java.net.URI;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.ExpressionAdapter;
import org.jspecify.annotations.Nullable;

/** A {@link Plan}, carried out for one exchange after the other. */
final class PagesExpression extends ExpressionAdapter {

    private final Plan plan;
    private @Nullable Expression url;

    PagesExpression(Plan plan) {
        this.plan = plan;
    }

    @Override
    public void init(CamelContext context) {
        super.init(context);
        if (plan.url().contains("${")) {
            url = context.resolveLanguage("simple").createExpression(plan.url());
            url.init(context);
        } else {
            Urls.parse(plan.url());
        }
    }

    /** An iterator over the items; nothing is fetched before it is asked. */
    @Override
    public Object evaluate(Exchange exchange) {
        URI first = Urls.parse(url == null ? plan.url() : url.evaluate(exchange, String.class));
        return new Pages(plan, exchange, first);
    }

    @Override
    public String toString() {
        return "pages[" + plan.url() + "]";
    }
}
