package io.github.bactrian.pages;

import java.io.Closeable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The items of all pages, fetched as they are asked for. A failure is thrown by {@link #next}, never by {@link #hasNext}:
 * Camel's split looks ahead, and would drop the item at hand. Used by one thread at a time.
 */
final class Pages implements Iterator<Message>, Closeable {

    /** The exchange property that tells how many items came, once all have. */
    static final String ITEMS = "CamelPagesItems";

    /** The exchange property that tells how many the API said there were, if it did. */
    static final String DECLARED = "CamelPagesDeclared";

    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    private final Exchange exchange;
    private final Map<String, Object> headers;
    private final Walk walk;
    private final Fates fates;
    private final @Nullable DeltaRun delta;
    private boolean ready;
    private boolean over;
    private @Nullable RuntimeException failure;

    private Pages(Exchange exchange, Walk walk, boolean ready, Fates fates, @Nullable DeltaRun delta) {
        this.exchange = exchange;
        this.headers = new HashMap<>(exchange.getMessage().getHeaders());
        this.walk = walk;
        this.ready = ready;
        this.fates = fates;
        this.delta = delta;
    }

    static Pages of(Exchange exchange, Walk walk) {
        return new Pages(exchange, walk, false, new Fates(exchange, () -> {}), null);
    }

    /** @param ready whether an item was gone to */
    static Pages of(Exchange exchange, Walk walk, boolean ready, DeltaRun delta) {
        return new Pages(exchange, walk, ready, delta.fates(), delta);
    }

    @Override
    public boolean hasNext() {
        if (over || ready || failure != null) {
            return !over && !drained();
        }
        Throwable stop = fates.stop();
        if (drained() || (stop != null && stopped(stop))) {
            return false;
        }
        if (failure == null) {
            advance();
        }
        return ready || failure != null;
    }

    private void advance() {
        try {
            ready = walk.advance();
        } catch (RuntimeException e) {
            failure = e;
            if (delta != null && e instanceof PageExpiredException expired && expired.demandsResync()) {
                delta.forget(expired);
            }
        }
        if (!ready && failure == null) {
            finish();
        }
    }

    private void finish() {
        exchange.setProperty(ITEMS, walk.items());
        walk.declared().ifPresent(declared -> {
            exchange.setProperty(DECLARED, declared);
            if (declared > walk.items()) {
                LOG.warn("{}: {} items were declared, {} came", walk, declared, walk.items());
            }
        });
        if (delta != null) {
            delta.read(walk.deltaLink());
        }
        close();
    }

    private boolean drained() {
        if (!Draining.isUnderWay()) {
            return false;
        }
        close();
        return true;
    }

    /**
     * An item has failed, so nothing more is fetched. That must not look like the end to a split that forgets failures;
     * true if the exchange knows already.
     */
    private boolean stopped(Throwable cause) {
        if (exchange.getException() == null) {
            failure = walk.failed("reading stopped because an item failed", cause);
            return false;
        }
        close();
        return true;
    }

    @Override
    public Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ready = false;
        try {
            if (failure != null) {
                throw failure;
            }
            return new Item(exchange, headers, walk.item(), fates);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        over = true;
        walk.close();
    }
}
