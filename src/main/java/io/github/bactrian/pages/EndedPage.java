package io.github.bactrian.pages;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a page said, once all its items were read.
 *
 * @param links the values of its headers {@code Link}
 * @param texts what was found in the body, by JSON pointer
 */
record EndedPage(URI url, List<String> links, Map<String, String> texts, long items) {

    /** Empty, {@code null} and {@code false} are the ways in which APIs say that there is none. */
    Optional<String> text(String pointer) {
        return Optional.ofNullable(texts.get(pointer)).filter(text -> !text.isEmpty() && !text.equals("false"));
    }

    Optional<String> linkHeader() {
        return LinkHeader.next(links);
    }

    /** Null if there is no whole number. */
    @Nullable
    Long number(String pointer) {
        String text = texts.getOrDefault(pointer, "");
        return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }

    URI resolve(String link) {
        return Urls.resolve(url, link);
    }
}
