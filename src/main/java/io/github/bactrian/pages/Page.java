package io.github.bactrian.pages;

import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One page that is being read. */
final class Page implements AutoCloseable {

    static final String DELTA_LINK = "/@odata.deltaLink";

    private final URI url;
    private final Answer answer;
    private final PageReader reader;
    private long items;
    private int content = 1;

    Page(URI url, Answer answer, Plan plan) throws IOException {
        this.url = url;
        this.answer = answer;
        this.reader = new PageReader(answer.body(), plan.items(), wanted(plan));
    }

    private static Set<String> wanted(Plan plan) {
        Set<String> wanted = new HashSet<>(ServiceWord.POINTERS);
        wanted.add(Style.Links.ODATA);
        wanted.add(DELTA_LINK);
        wanted.add(plan.total());
        plan.style().pointer().ifPresent(wanted::add);
        return wanted;
    }

    URI url() {
        return url;
    }

    /** Goes to the next item; false at the end of the page. */
    boolean advance() throws IOException {
        return reader.advance();
    }

    @Nullable
    Object item() throws IOException {
        Object item = reader.item();
        items++;
        content = 31 * content + Objects.hashCode(item);
        return item;
    }

    /** Of all its items so far; 0 if there are none. */
    int content() {
        return items == 0 ? 0 : content;
    }

    EndedPage ended() {
        return new EndedPage(url, answer.links(), reader.texts(), items);
    }

    /** What is wrong with a page that was read to its end; empty if it had items, or said in HTTP that it has none. */
    String fault() {
        if (reader.foundItems() || answer.status() == 204) {
            return "";
        }
        String word = ServiceWord.of(reader.texts());
        if (!word.isEmpty()) {
            return "is an error, though with status " + answer.status() + ": " + word;
        }
        return "has no array of items"
                + (reader.itemsAt().isEmpty()
                        ? ", it is empty or a single value"
                        : " at " + reader.itemsAt() + "; say where they are: URL | items=/place");
    }

    boolean isAtEnd() throws IOException {
        return reader.isAtEnd();
    }

    @Override
    public void close() {
        answer.close();
    }
}
