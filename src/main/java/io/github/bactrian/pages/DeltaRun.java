package io.github.bactrian.pages;

import java.net.URI;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading of what has changed since the last. Its link is kept when the exchange and all items have ended well, so that
 * whatever breaks off is read again.
 */
final class DeltaRun extends SynchronizationAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(DeltaRun.class);

    private final DeltaRuns runs;
    private final DeltaLinks links;
    private final DeltaName name;
    private final Exchange exchange;
    private final String url;
    private final Fates fates;
    private @Nullable DeltaLink before;
    private @Nullable DeltaLink after;
    private boolean ended;
    private boolean well;
    private boolean settled;

    DeltaRun(DeltaRuns runs, DeltaLinks links, DeltaName name, Exchange exchange, URI first) {
        this.runs = runs;
        this.links = links;
        this.name = name;
        this.exchange = exchange;
        this.url = Visited.hash(first);
        this.fates = new Fates(exchange, this::settle);
    }

    DeltaName name() {
        return name;
    }

    Fates fates() {
        return fates;
    }

    boolean isOf(DeltaRun other) {
        return exchange == other.exchange;
    }

    String reader() {
        return "route " + exchange.getFromRouteId() + ", exchange " + exchange.getExchangeId();
    }

    /** Where the last reading ended; empty if everything is to be read, which is told to the log. */
    synchronized Optional<URI> link() {
        before = links.find(name).orElse(null);
        if (before != null && before.url().equals(url)) {
            return Optional.of(Urls.parse(before.link()));
        }
        LOG.info("{}: full sync, {}", name, before == null ? "for it is the first" : "for its URL has changed");
        return Optional.empty();
    }

    /** The API has forgotten the link, so it is forgotten here, too. */
    synchronized void forget(PagesException refusal) {
        LOG.warn(
                "{}: a full sync follows, for the API cannot tell any more what has changed: {}",
                name,
                refusal.getMessage());
        if (before != null && links.replace(name, before, null)) {
            before = null;
        }
    }

    /** Everything was read; the link is to be kept when it has been worked through, too. */
    synchronized void read(String link) {
        after = new DeltaLink(url, link);
    }

    @Override
    public void onComplete(Exchange done) {
        end(!fates.troubled(done));
    }

    @Override
    public void onFailure(Exchange failed) {
        end(false);
    }

    private synchronized void end(boolean completed) {
        ended = true;
        well = completed;
        settle();
    }

    /** Another reading by the same exchange counts. */
    synchronized void giveWay() {
        settled = true;
    }

    private synchronized void settle() {
        String trouble = trouble();
        if (settled || !ended || (trouble.isEmpty() && fates.stillOpen() > 0)) {
            return;
        }
        settled = true;
        try {
            keep(trouble);
        } finally {
            runs.end(this);
        }
    }

    private String trouble() {
        Throwable item = fates.failure() == null ? fates.handled() : fates.failure();
        if (item != null) {
            return "an item failed (" + item.getClass().getSimpleName() + ")";
        }
        if (fates.areShared()) {
            return "shareUnitOfWork hides how items end; leave it out";
        }
        return well && after != null ? "" : "the exchange did not complete";
    }

    private void keep(String trouble) {
        if (!trouble.isEmpty()) {
            LOG.warn("{}: its place is not advanced, the same changes come again: {}", name, trouble);
        } else if (links.replace(name, before, after)) {
            LOG.debug("{}: its place is advanced", name);
        } else {
            LOG.error("{}: its place is not advanced, for somebody else has advanced it meanwhile", name);
        }
    }
}
