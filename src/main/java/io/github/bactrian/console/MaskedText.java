package io.github.bactrian.console;

import static io.github.bactrian.console.MaskedYaml.MASK;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks what looks like a secret wherever it is in a route's file: in URIs, jq and simple texts, and comments. */
final class MaskedText {
    /** Of HTTP APIs alone; to an import, key is a column. */
    private static final Set<String> OF_QUERIES = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        OF_QUERIES.addAll(List.of("key", "code", "sig", "signature", "x-amz-signature", "x-goog-signature", "apikey"));
    }

    private static final Pattern PARAMETER =
            Pattern.compile("([?&;]([\\w.-]+)=)(RAW\\([^)]*\\)|RAW\\{[^}]*}|[^&\\s\"']+)");
    private static final Pattern USER =
            Pattern.compile("(\\b[a-z][a-z0-9+.-]*:(?://)?[^\\s/?#:@\"'{}]*:)([^\\s/?#@\"']+)(@)");
    private static final Pattern USER_ALONE = Pattern.compile("(\\bhttps?://)([^\\s/?#:@\"'{}]{8,})(@)");
    private static final Pattern ASSIGNED = Pattern.compile(
            "((?:pass(?:word|phrase)|secret|token|authorization|signature|(?:api|subscription|functions|access|account)[_-]?key)"
                    + "[\"'\\\\]*\\s*(?:[:=]|\\|=)+\\s*\\\\?[\"']{1,2})([^\"'\\\\\\r\\n]+)()",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SCHEME =
            Pattern.compile("(\\b(?:Bearer|Basic)\\s+)((?=[^\\s\"']*[0-9A-Z=])[\\w.~+/=-]{8,})()");
    private static final Pattern KNOWN_FORMS =
            Pattern.compile("()(\\beyJ[\\w-]{8,}(?:\\.[\\w-]+)*|\\bAKIA[0-9A-Z]{16}\\b"
                    + "|\\bgh[pousr]_\\w{20,}|\\bxox[abprs]-[\\w-]{10,}|\\bsk_live_\\w{10,}|\\b[\\w-]{3}8Q~[\\w.~-]{30,}"
                    + "|-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?-----END [A-Z ]*PRIVATE KEY-----)()");
    private static final List<Pattern> MARKED = List.of(USER, USER_ALONE, ASSIGNED, SCHEME, KNOWN_FORMS);

    private MaskedText() {}

    static String of(String yaml) {
        String text = PARAMETER.matcher(yaml).replaceAll(parameters(yaml));
        for (Pattern marked : MARKED) {
            text = marked.matcher(text).replaceAll(MaskedText::secret);
        }
        return text;
    }

    /** Whether a parameter of a query by this name gives access. */
    static boolean isSecretOfQuery(String name) {
        return OF_QUERIES.contains(name) || MaskedYaml.isSensitive(name);
    }

    private static Function<MatchResult, String> parameters(String yaml) {
        return found -> {
            boolean secret = isSecretOfQuery(found.group(2))
                    && !MaskedYaml.isReference(found.group(3))
                    && !isOfImport(yaml, found.start());
            return Matcher.quoteReplacement(secret ? found.group(1) + MASK : found.group());
        };
    }

    private static boolean isOfImport(String yaml, int parameter) {
        int start = parameter;
        while (start > 0 && " \t\r\n\"'`".indexOf(yaml.charAt(start - 1)) < 0) {
            start--;
        }
        return yaml.startsWith("import:", start);
    }

    private static String secret(MatchResult found) {
        boolean secret = !MaskedYaml.isReference(found.group(2));
        return Matcher.quoteReplacement(secret ? found.group(1) + MASK + found.group(3) : found.group());
    }
}
