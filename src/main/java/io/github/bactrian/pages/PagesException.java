package io.github.bactrian.pages;

import io.github.bactrian.PublicApi;
import org.jspecify.annotations.Nullable;

/** The items of an API could not be read to the end. Its message names URLs without the values of their parameters. */
@PublicApi
public class PagesException extends RuntimeException {

    private final long itemsRead;

    PagesException(String message, long itemsRead, @Nullable Throwable cause) {
        super(message + "; " + itemsRead + (itemsRead == 1 ? " item was read" : " items were read") + " before", cause);
        this.itemsRead = itemsRead;
    }

    /** How many items the split was given before. */
    public final long getItemsRead() {
        return itemsRead;
    }
}
