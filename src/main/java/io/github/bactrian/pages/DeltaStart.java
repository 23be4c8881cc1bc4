package io.github.bactrian.pages;

import java.net.URI;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Begins a delta query where the last one ended, or with everything. */
final class DeltaStart {

    /** The exchange property that says whether all items come: those that do not then exist no more. */
    static final String FULL_SYNC = "CamelPagesFullSync";

    private final Plan plan;
    private final Exchange exchange;
    private final URI first;

    DeltaStart(Plan plan, Exchange exchange, URI first) {
        this.plan = plan;
        this.exchange = exchange;
        this.first = first;
    }

    /** @throws RuntimeException if the first page cannot be had, or nothing can keep the link */
    Pages begin(DeltaRuns runs) {
        DeltaRun run =
                new DeltaRun(runs, links(), DeltaName.of(String.valueOf(plan.delta()), exchange), exchange, first);
        runs.begin(run);
        exchange.getExchangeExtension().addOnCompletion(run);
        Optional<URI> link = run.link();
        Pages changes = link.map(start -> attempt(run, start)).orElse(null);
        exchange.setProperty(FULL_SYNC, changes == null);
        return changes == null ? pages(run, first) : changes;
    }

    /** Null if the API demands a full sync. */
    private @Nullable Pages attempt(DeltaRun run, URI link) {
        try {
            return pages(run, link);
        } catch (PageExpiredException e) {
            if (!e.demandsResync()) {
                throw e;
            }
            run.forget(e);
            return null;
        }
    }

    private Pages pages(DeltaRun run, URI start) {
        Walk walk = new Walk(plan, exchange, first, start);
        try {
            return Pages.of(exchange, walk, walk.advance(), run);
        } catch (RuntimeException e) {
            walk.close();
            throw e;
        }
    }

    private DeltaLinks links() {
        DeltaLinks links = exchange.getContext().getRegistry().findSingleByType(DeltaLinks.class);
        if (links == null) {
            throw new IllegalStateException(
                    "pages: nothing keeps the link of delta:" + plan.delta()
                            + "; bind a DeltaLinks in Camel's registry, such as new SqliteDeltaLinks(Path.of(\"data/ledger.db\"))");
        }
        if (exchange.getUnitOfWork() == null) {
            throw new IllegalStateException(
                    "pages: delta:" + plan.delta() + " needs a route, whose end decides whether its link is kept");
        }
        return links;
    }
}
