package io.github.bactrian.pages;

import io.github.bactrian.Redelivery;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/** What became of the items that a split was given, on whatever threads. */
final class Fates {

    private final Exchange split;
    private final @Nullable Exception failedBefore;
    private final @Nullable Object caughtBefore;
    private final Runnable whenOneEnds;

    /** Camel's split copies what was caught, whatever became of it, from the items' exchanges to the one that is split. */
    private final Set<Throwable> overcome = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private volatile boolean shared;
    private final AtomicLong open = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> handled = new AtomicReference<>();

    /** @param exchange the one that is split, whose earlier troubles are not the items' */
    Fates(Exchange exchange, Runnable whenOneEnds) {
        this.split = exchange;
        this.failedBefore = exchange.getException();
        this.caughtBefore = exchange.getProperty(Exchange.EXCEPTION_CAUGHT);
        this.whenOneEnds = whenOneEnds;
    }

    /**
     * One more item is given away, in an exchange that has just been made.
     *
     * <p>With {@code shareUnitOfWork} it has no end of its own, and its failure shows on the exchange that is split.
     */
    void follow(Exchange item) {
        if (item.getUnitOfWork() == null) {
            open.incrementAndGet();
            item.getExchangeExtension().addOnCompletion(new End());
        } else {
            shared = true;
        }
    }

    private final class End extends SynchronizationAdapter {
        @Override
        public void onComplete(Exchange item) {
            Throwable caught = item.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
            if (caught != null && Redelivery.overcame(item, caught)) {
                overcome.add(caught);
            }
            if (troubled(item)) {
                handled.compareAndSet(null, caught == null ? new IllegalStateException("rolled back") : caught);
            }
            end();
        }

        @Override
        public void onFailure(Exchange item) {
            failure.compareAndSet(null, item.getException());
            end();
        }

        private void end() {
            open.decrementAndGet();
            whenOneEnds.run();
        }
    }

    /** Whether something went wrong that did not remain the exchange's exception. */
    boolean troubled(Exchange exchange) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return (caught != null && !Objects.equals(caught, caughtBefore) && !overcome.contains(caught))
                || exchange.isRollbackOnly()
                || exchange.isRollbackOnlyLast();
    }

    /** Whether items share the unit of work of the exchange that is split, and their ends are not seen. */
    boolean areShared() {
        return shared;
    }

    long stillOpen() {
        return open.get();
    }

    /** Of the first item that ended with an exception; null if none has. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    /** Why no more items are wanted; null if they are. */
    @Nullable
    Throwable stop() {
        Throwable first = failure.get();
        return first != null || split.getException() == failedBefore ? first : split.getException();
    }

    /** Of the first item whose exception was handled; null if there is none. */
    @Nullable
    Throwable handled() {
        return handled.get();
    }
}
