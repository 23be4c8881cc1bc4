package io.github.bactrian.pages;

import io.github.bactrian.RequestId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.http.base.HttpOperationFailedException;

/** A page that the API did not give. */
record Refusal(int status, Map<String, String> texts, URI url, Map<String, String> headers) {

    private static final Set<Integer> OF_EXPIRY = Set.of(400, 404, 410);
    private static final Pattern RESYNC = Pattern.compile("resync|syncstate|fullsync");

    /** Reads what the API says, and closes the answer. */
    static Refusal of(Answer answer, URI url) {
        Map<String, String> headers = headers(answer);
        return new Refusal(answer.status(), texts(answer), url, headers);
    }

    private static Map<String, String> headers(Answer answer) {
        Map<String, String> headers = new HashMap<>();
        answer.call().getMessage().getHeaders().forEach((name, value) -> {
            if (value instanceof String text) {
                headers.put(name, text);
            }
        });
        return headers;
    }

    /** What was read before the body ended to be JSON: an API may say nothing, or say it in HTML. */
    private static Map<String, String> texts(Answer answer) {
        Map<String, String> texts = Map.of();
        try (answer) {
            byte[] body = answer.body().readNBytes(Answer.AHEAD);
            PageReader reader = new PageReader(new ByteArrayInputStream(body), "/-", ServiceWord.POINTERS);
            texts = reader.texts();
            reader.advance();
            return texts;
        } catch (IOException notJson) {
            return texts;
        }
    }

    /**
     * @param own whether the link was the API's own: to a page behind the first, or a delta link
     * @param begin whether nothing was read through the link before
     */
    PagesException asException(String where, boolean own, boolean begin, long items) {
        String word = ServiceWord.of(texts);
        String what =
                where + ": the API answered " + status + (word.isEmpty() ? "" : ", " + word) + RequestId.in(headers);
        HttpOperationFailedException cause =
                new HttpOperationFailedException(Urls.shown(url), status, "", null, headers, null);
        if (own && OF_EXPIRY.contains(status)) {
            String expired = what + "; the link has expired, so reading has to begin anew";
            return new PageExpiredException(expired, items, demandsResync(begin), cause);
        }
        return new PagesException(what, items, cause);
    }

    private boolean demandsResync(boolean begin) {
        String code = ServiceWord.code(texts).toLowerCase(Locale.ROOT);
        return status == 410 || RESYNC.matcher(code).find() || (begin && code.contains("expired"));
    }
}
