package io.github.bactrian.oauth;

import io.github.bactrian.LikelySecrets;
import io.github.bactrian.Mask;
import io.github.bactrian.Printable;
import java.util.Collection;
import java.util.regex.Pattern;

/** Text that an issuer wrote, made fit for a log. */
final class IssuerText {

    private static final int MOST_CHARACTERS = 300;
    /** What is behind is dropped before secrets are looked for. */
    private static final int MOST_MASKED = 1 << 13;

    /** Entra appends identifiers and the time, on lines of their own or not. */
    private static final Pattern REST = Pattern.compile("(?s)(\\R| Trace ID:).*");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private static final Pattern NO_WORDS = Pattern.compile("(?is)<(script|style)\\b.*?</\\1>|<!--.*?-->|<[^<>]*>");

    private IssuerText() {}

    /** The words of a whole body, tags aside: one line, cut and without secrets as {@link #scrub} makes it. */
    static String words(String body, Collection<String> secrets) {
        String head = body.length() <= MOST_MASKED ? body : body.substring(0, MOST_MASKED);
        // masked before and after: a secret may look like a tag, and what is between tags like a part of one
        String words = NO_WORDS.matcher(without(head, secrets)).replaceAll(" ");
        return scrub(words.replaceAll("[\\s\\p{Cntrl}\uFEFF\uFFFD]+", " ").strip(), secrets);
    }

    /** One line, cut after 300 characters, without the secrets and tokens it may echo. */
    static String scrub(String text, Collection<String> secrets) {
        String clean = without(text.length() <= MOST_MASKED ? text : text.substring(0, MOST_MASKED), secrets);
        clean = CONTROL.matcher(REST.matcher(clean).replaceFirst(""))
                .replaceAll(" ")
                .strip();
        clean = Printable.of(clean);
        return clean.length() <= MOST_CHARACTERS ? clean : clean.substring(0, MOST_CHARACTERS) + "…";
    }

    private static String without(String text, Collection<String> secrets) {
        return LikelySecrets.masked(Mask.ofSecrets(secrets).apply(text));
    }
}
