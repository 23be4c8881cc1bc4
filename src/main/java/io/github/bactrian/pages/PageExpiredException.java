package io.github.bactrian.pages;

import org.jspecify.annotations.Nullable;

/**
 * The API no longer knows the link to a page that it gave itself (status 410, 404 or 400 after the first page). Evaluating
 * the expression again starts with the first page, so items come twice.
 */
public final class PageExpiredException extends PagesException {

    PageExpiredException(String message, long itemsRead, @Nullable Throwable cause) {
        super(message, itemsRead, cause);
    }
}
