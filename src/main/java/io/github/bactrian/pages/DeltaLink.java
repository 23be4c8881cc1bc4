package io.github.bactrian.pages;

/**
 * Where the next delta query goes on.
 *
 * @param url a hash of the URL in the route with which it began
 * @param link as the API gave it
 */
record DeltaLink(String url, String link) {

    /** Without the link, whose token may hold data. */
    @Override
    public String toString() {
        return "DeltaLink[" + url + "]";
    }
}
