package io.github.bactrian.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.bactrian.targets.Links;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** From page to page, and on each from item to item. */
final class Walk implements Closeable {

    private final Plan plan;
    private final Exchange exchange;
    private final URI first;
    private final Visited visited = new Visited();
    private @Nullable URI next;
    private @Nullable PageCall call;
    private @Nullable Page page;
    private String deltaLink = "";
    private @Nullable Long declared;
    private int content;
    private long pages;
    private long items;

    /**
     * @param first the URL in the route; pages are followed on its host only
     * @param start where to begin: there, or at a delta link
     */
    Walk(Plan plan, Exchange exchange, URI first, URI start) {
        this.plan = plan;
        this.exchange = exchange;
        this.first = first;
        this.next = start;
    }

    /**
     * Goes to the next item, over as many pages as it takes; false behind the last.
     *
     * @throws PagesException if the next page cannot be had
     */
    boolean advance() {
        for (Page current = current(); current != null; current = current()) {
            try {
                if (current.advance()) {
                    return true;
                }
                leave(current);
            } catch (IOException e) {
                throw broken(e);
            } catch (IllegalArgumentException e) {
                throw failed(String.valueOf(e.getMessage()), null);
            }
        }
        return false;
    }

    /** Null behind the last page. */
    private @Nullable Page current() {
        if (page != null) {
            return page;
        }
        return next == null ? null : open(next);
    }

    /** The item that was gone to. */
    @Nullable
    Object item() {
        if (page == null) {
            throw new IllegalStateException("no item was gone to");
        }
        try {
            Object item = page.item();
            items++;
            return item;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private Page open(URI url) {
        pages++;
        if (!Urls.origin(url).equals(Urls.origin(first)) && !Links.isAllowed(exchange, url)) {
            throw failed(
                    "it lies on " + Urls.origin(url) + ", and the pages of " + Urls.origin(first)
                            + " are followed nowhere else but to the profile's hosts; neither a request nor a token was sent there",
                    null);
        }
        if (!visited.add(url)) {
            throw failed("it was read before: the API's links go round in a circle", null);
        }
        try {
            if (call == null) {
                call = PageCall.of(exchange, url);
            }
            Answer answer = call.get(url);
            if (answer.status() < 200 || answer.status() > 299) {
                boolean own = pages > 1 || !url.equals(first);
                throw Refusal.of(answer, url).asException(where(), own, pages == 1, items);
            }
            page = new Page(url, answer, plan);
            return page;
        } catch (PagesException e) {
            throw e;
        } catch (Exception e) {
            String reason = e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString();
            throw failed("it could not be fetched: " + reason, e);
        }
    }

    private void leave(Page current) throws IOException {
        String fault = current.fault();
        if (!fault.isEmpty()) {
            throw failed("it " + fault, null);
        }
        EndedPage ended = current.ended();
        if (plan.style().isCounted() && ended.items() > 0 && current.content() == content) {
            throw failed("it has the same items as the page before: does the API know the parameter?", null);
        }
        content = current.content();
        declared = declared == null ? ended.number(plan.total()) : declared;
        current.close();
        page = null;
        next = plan.style().next(ended).orElse(null);
        if (next == null && plan.delta() != null) {
            deltaLink = deltaLink(ended);
        }
    }

    private String deltaLink(EndedPage last) {
        URI link = last.text(Page.DELTA_LINK)
                .map(last::resolve)
                .orElseThrow(() -> failed("it is the last, and has no @odata.deltaLink: is this a delta query?", null));
        if (!Urls.origin(link).equals(Urls.origin(first))) {
            throw failed("its @odata.deltaLink lies on " + Urls.origin(link) + ", not on " + Urls.origin(first), null);
        }
        return link.toString();
    }

    PagesException failed(String what, @Nullable Throwable cause) {
        return new PagesException(where() + ": " + what, items, cause);
    }

    private String where() {
        URI at = page == null ? next : page.url();
        return "page " + Math.max(1, pages) + " of " + Urls.shown(at == null ? first : at);
    }

    /** Jackson's own words may quote the answer. */
    private PagesException broken(IOException e) {
        if (!(e instanceof JsonProcessingException json)) {
            return failed("its connection broke off: " + e.getMessage(), e);
        }
        try {
            if (page != null && page.isAtEnd()) {
                return failed("it breaks off in the middle", null);
            }
        } catch (IOException lost) {
            return failed("its connection broke off: " + lost.getMessage(), lost);
        }
        long offset = json.getLocation() == null ? 0 : json.getLocation().getByteOffset();
        return failed("it is not JSON, from byte " + Math.max(0, offset) + " on", null);
    }

    long items() {
        return items;
    }

    /** How many items the API said there are; empty if it did not. */
    Optional<Long> declared() {
        return Optional.ofNullable(declared);
    }

    /** From which the next delta query begins; empty before everything was read. */
    String deltaLink() {
        return deltaLink;
    }

    @Override
    public void close() {
        if (page != null) {
            page.close();
            page = null;
        }
        if (call != null) {
            call.close();
            call = null;
        }
        next = null;
    }

    @Override
    public String toString() {
        return "pages of " + Urls.shown(first);
    }
}
