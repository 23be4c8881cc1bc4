package io.github.bactrian.pages;

import io.github.bactrian.PublicApi;
import org.jspecify.annotations.Nullable;

/**
 * The API no longer knows the link to a page that it gave itself (status 410, 404 or 400). Evaluating
 * the expression again starts with the first page, so items come twice.
 */
@PublicApi
public final class PageExpiredException extends PagesException {

    private final boolean resync;

    PageExpiredException(String message, long itemsRead, boolean resync, @Nullable Throwable cause) {
        super(message, itemsRead, cause);
        this.resync = resync;
    }

    /** Whether the API no longer knows what has changed, so that everything has to be read. */
    boolean demandsResync() {
        return resync;
    }
}
