package io.github.bactrian;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of a text what looks like a token or a password, whoever it belongs to. */
public final class LikelySecrets {
    private static final Pattern RUN = Pattern.compile("[\\w.-]{24,}+");
    /** The beginning of a JSON object in base64, and what a JWT has at least. */
    private static final Pattern JWT = Pattern.compile("e(?:y[A-Za-z]|w[o0])[\\w-]{7,}+\\.[\\w.-]*+");

    private static final Pattern AFTER_SCHEME =
            Pattern.compile("(?i)\\b(Bearer|Basic|DPoP)([ +]|%20)(?=[a-z+/=._~%-]{0,2000}[0-9])[\\w+/=.~%-]{12,}+");
    private static final Pattern AFTER_KEY = Pattern.compile(
            "(?i)((?:(?:access|refresh|id)[_-]?token|client[_-]?(?:secret|assertion)|authorization)(?:\\\\?[\"'])?\\s{0,4}+[:=]\\s{0,4}+(?:\\\\?[\"'])?)"
                    + "(?!\\*)[\\w+/=.~%-]{16,}+");

    private LikelySecrets() {}

    /** Returns the text with {@code ***} in place of JWTs, what follows {@code Bearer}, and values of keys like {@code access_token}. */
    public static String masked(String text) {
        String masked = RUN.matcher(text).replaceAll(run -> Matcher.quoteReplacement(withoutJwt(run.group())));
        masked = AFTER_SCHEME.matcher(masked).replaceAll("$1$2***");
        return AFTER_KEY.matcher(masked).replaceAll("$1***");
    }

    private static String withoutJwt(String run) {
        Matcher jwt = JWT.matcher(run);
        return run.indexOf('.') > 0 && jwt.find() ? run.substring(0, jwt.start()) + Mask.SECRET : run;
    }
}
