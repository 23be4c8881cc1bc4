package io.github.bactrian.oauth;

import java.util.Collection;
import java.util.regex.Pattern;

/** Text that an issuer wrote, made fit for a log. */
final class IssuerText {

    private static final int MOST_CHARACTERS = 300;

    /** Entra appends identifiers and the time, on lines of their own or not. */
    private static final Pattern REST = Pattern.compile("(?s)(\\R| Trace ID:).*");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final Pattern JWT = Pattern.compile("eyJ[\\w-]+\\.[\\w-]*(\\.[\\w-]*)?");

    private IssuerText() {}

    /** One line, cut after 300 characters, without the secrets and tokens it may echo. */
    static String scrub(String text, Collection<String> secrets) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        clean = JWT.matcher(clean).replaceAll("***");
        clean = CONTROL.matcher(REST.matcher(clean).replaceFirst(""))
                .replaceAll(" ")
                .strip();
        return clean.length() <= MOST_CHARACTERS ? clean : clean.substring(0, MOST_CHARACTERS) + "…";
    }
}
