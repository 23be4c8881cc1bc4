package io.github.bactrian.pages;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;

/** A page that the API did not give. */
record Refusal(int status, Map<String, String> texts, URI url) {

    private static final Set<Integer> OF_EXPIRY = Set.of(400, 404, 410);

    /** Reads what the API says, and closes the answer. */
    static Refusal of(Answer answer, URI url) {
        Map<String, String> texts = new HashMap<>();
        try (answer) {
            byte[] body = answer.body().readNBytes(Answer.AHEAD);
            PageReader reader = new PageReader(new ByteArrayInputStream(body), "/-", ServiceWord.POINTERS);
            texts = reader.texts();
            reader.advance();
        } catch (IOException notJson) {
            // an API may say nothing, or say it in HTML
            texts.remove("");
        }
        return new Refusal(answer.status(), texts, url);
    }

    /** @param page its number; a link to a page behind the first was the API's own */
    PagesException asException(String where, long page, long items) {
        String word = ServiceWord.of(texts);
        String what = where + ": the API answered " + status + (word.isEmpty() ? "" : ", " + word);
        HttpOperationFailedException cause =
                new HttpOperationFailedException(Urls.shown(url), status, "", null, Map.of(), null);
        if (page > 1 && OF_EXPIRY.contains(status)) {
            return new PageExpiredException(
                    what + "; its link has expired, so reading has to begin with the first page", items, cause);
        }
        return new PagesException(what, items, cause);
    }
}
