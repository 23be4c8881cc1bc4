package io.github.bactrian.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** A URI with values of the message in it. */
interface Template {

    /** Where a URL's path begins; {@code component} for components other than camel-http. */
    Pattern URL = Pattern.compile(
            "(?<component>(?:vertx-http|netty-http):(?://)?)?(?<scheme>https?):(?://)?(?<authority>[^/?#]*)(?=(?<after>[/?#])?)");

    Set<String> FILES = Set.of("file", "ftp", "ftps", "sftp");
    Set<String> MAIL = Set.of("smtp", "smtps");

    /**
     * Returns where the message goes: an endpoint, never a text that Camel would read once more.
     *
     * @throws RefusedValueException if a value would be more than a value
     */
    Object recipient(Exchange exchange, Slots slots, int position);

    /** Returns what is known of it without a message. */
    Forecast forecast();

    /**
     * Returns null if nothing of the message is in the text.
     *
     * @throws RefusedValueException if a value of the message stands where none may
     */
    static @Nullable Template of(CamelContext context, String text) {
        List<Token> tokens = Token.split(text.strip());
        if (tokens.stream().noneMatch(Token.Data.class::isInstance)) {
            return null;
        }
        if (!needsHead(tokens)) {
            return compile(context, tokens);
        }
        return new LateTemplate(new Late<>(context, tokens, known -> compile(context, known)));
    }

    /** Whether an expression of the author comes before the host is complete. */
    static boolean needsHead(List<Token> tokens) {
        StringBuilder head = new StringBuilder();
        for (Token token : tokens) {
            if (token instanceof Token.Author) {
                return !isComplete(head);
            }
            if (token instanceof Token.Data) {
                return false;
            }
            head.append(token.written());
        }
        return false;
    }

    static boolean isComplete(CharSequence head) {
        Matcher url = URL.matcher(head);
        if (url.lookingAt()) {
            return url.group("after") != null;
        }
        String text = head.toString();
        return text.indexOf(':') > 0 && !text.matches("(?:vertx-http|netty-http):.*");
    }

    static Template compile(CamelContext context, List<Token> tokens) {
        if (tokens.get(0) instanceof Token.Data data) {
            return LinkTemplate.of(context, data, tokens.subList(1, tokens.size()));
        }
        String head = tokens.get(0).written();
        Matcher url = URL.matcher(head);
        if (url.lookingAt()) {
            if (url.group("after") == null && tokens.size() > 1) {
                throw Value.of(context, firstData(tokens), Place.PLAIN)
                        .refused(null, "it would be part of the host; write scheme and host in the route");
            }
            return HttpTemplate.of(context, url, rest(tokens, url.end("authority")));
        }
        String scheme = head.replaceFirst("(?s):.*", "");
        if (FILES.contains(scheme)) {
            return FileTemplate.of(context, tokens);
        }
        if (MAIL.contains(scheme)) {
            return MailTemplate.of(context, tokens);
        }
        return scheme.equals("sql") ? SqlTemplate.of(context, tokens) : NamedTemplate.of(context, tokens);
    }

    static Token.Data firstData(List<Token> tokens) {
        return tokens.stream()
                .filter(Token.Data.class::isInstance)
                .map(Token.Data.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** What follows the first {@code from} characters. */
    static List<Token> rest(List<Token> tokens, int from) {
        List<Token> rest = new ArrayList<>(tokens);
        String text = tokens.get(0).written().substring(from);
        rest.remove(0);
        if (!text.isEmpty()) {
            rest.add(0, new Token.Literal(text));
        }
        return rest;
    }
}
