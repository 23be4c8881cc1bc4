package io.github.bactrian.pages;

import java.net.URI;
import java.util.Optional;

/** How an API says where its next page is. */
sealed interface Style {

    /** The next page's URL; empty after the last page. */
    Optional<URI> next(EndedPage page);

    /** Where in the body its word on the next page is; empty if that is not in the body. */
    default Optional<String> pointer() {
        return Optional.empty();
    }

    /** Whether a page that looks like the one before means that the API does not know the parameter. */
    default boolean isCounted() {
        return false;
    }

    /** OData's {@code @odata.nextLink}, or else the header {@code Link} with {@code rel="next"}. */
    record Links() implements Style {
        static final String ODATA = "/@odata.nextLink";

        @Override
        public Optional<URI> next(EndedPage page) {
            return page.text(ODATA).or(page::linkHeader).map(page::resolve);
        }
    }

    /** A link somewhere else in the body. */
    record LinkAt(String place) implements Style {
        @Override
        public Optional<URI> next(EndedPage page) {
            return page.text(place).map(page::resolve);
        }

        @Override
        public Optional<String> pointer() {
            return Optional.of(place);
        }
    }

    /** A text in the body that the next request repeats. */
    record Cursor(String place, String parameter) implements Style {
        @Override
        public Optional<URI> next(EndedPage page) {
            return page.text(place).map(cursor -> Urls.with(page.url(), parameter, cursor));
        }

        @Override
        public Optional<String> pointer() {
            return Optional.of(place);
        }
    }

    /**
     * A number that grows. Only an empty page is the last: a short one may be what the API makes of a limit that it finds
     * too high.
     *
     * @param byPage by one for each page, beginning with 1; else by the items received, beginning with 0
     */
    record Numbered(String parameter, boolean byPage) implements Style {
        @Override
        public Optional<URI> next(EndedPage page) {
            if (page.items() == 0) {
                return Optional.empty();
            }
            long from = number(Urls.parameter(page.url(), parameter).orElse(byPage ? "1" : "0"));
            return Optional.of(Urls.with(page.url(), parameter, Long.toString(from + (byPage ? 1 : page.items()))));
        }

        private long number(String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("pages: the parameter '" + parameter
                        + "' of the URL is not a number; leave it out, or begin with one");
            }
        }

        @Override
        public boolean isCounted() {
            return true;
        }
    }
}
