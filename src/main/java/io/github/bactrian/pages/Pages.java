package io.github.bactrian.pages;

import java.io.Closeable;
import java.net.URI;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * The items of all pages, fetched as they are asked for. A failure is thrown by {@link #next}, never by {@link #hasNext}:
 * Camel's split looks ahead, and would drop the item at hand. Used by one thread at a time.
 */
final class Pages implements Iterator<Message>, Closeable {

    private final Exchange exchange;
    private final Map<String, Object> headers;
    private final Walk walk;
    private final Fates fates;
    private boolean ready;
    private boolean over;
    private @Nullable RuntimeException failure;

    Pages(Plan plan, Exchange exchange, URI first) {
        this.exchange = exchange;
        this.headers = new HashMap<>(exchange.getMessage().getHeaders());
        this.walk = new Walk(plan, exchange, first);
        this.fates = new Fates(exchange, () -> {});
    }

    @Override
    public boolean hasNext() {
        if (over || ready || failure != null) {
            return !over;
        }
        Throwable failed = fates.failure();
        if (failed != null) {
            return stopped(failed);
        }
        try {
            ready = walk.advance();
        } catch (RuntimeException e) {
            failure = e;
            return true;
        }
        if (!ready) {
            close();
        }
        return ready;
    }

    /** An item has failed: nothing more is fetched. That must not look like the end to a split that forgets failures. */
    private boolean stopped(Throwable cause) {
        if (exchange.getException() == null && !Draining.isUnderWay()) {
            failure = walk.failed("reading stopped because an item failed", cause);
            return true;
        }
        close();
        return false;
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
