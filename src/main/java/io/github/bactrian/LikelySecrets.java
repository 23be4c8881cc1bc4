package io.github.bactrian;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of a text what looks like a token or a password, whoever it belongs to. */
public final class LikelySecrets {
    private static final Pattern RUN = Pattern.compile("[\\w.-]{24,}+");
    /** The beginning of a JSON object in base64. */
    private static final Pattern OBJECT = Pattern.compile("e(?:y[A-Za-z]|w[o0])");

    private static final int SHORTEST_HEADER = 10;

    private static final Pattern AFTER_SCHEME =
            Pattern.compile("(?i)\\b(Bearer|Basic|DPoP)([ +]|%20)(?=[a-z+/=._~%-]{0,60}+[0-9])[\\w+/=.~%-]{12,}+");
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

    /** A JWT ends with its run, and begins before a dot; what begins behind the same dot is looked at once. */
    private static String withoutJwt(String run) {
        Matcher object = OBJECT.matcher(run);
        int from = 0;
        while (object.find(from)) {
            int dot = run.indexOf('.', object.start());
            if (dot < 0) {
                return run;
            }
            if (dot - object.start() >= SHORTEST_HEADER) {
                return run.substring(0, object.start()) + Mask.SECRET;
            }
            from = dot;
        }
        return run;
    }
}
