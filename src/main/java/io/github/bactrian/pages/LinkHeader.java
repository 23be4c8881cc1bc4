package io.github.bactrian.pages;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 8288: {@code Link: <https://api/x?page=2>; rel="next", <…>; rel="last"}. */
final class LinkHeader {

    private static final Pattern LINK = Pattern.compile(
            "<(?<target>[^>]*)>(?<parameters>(?:\\s*;\\s*[^\\s=;,]+(?:\\s*=\\s*(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s;,\"]*))?)*)");
    private static final Pattern PARAMETER = Pattern.compile(
            ";\\s*(?<name>[^\\s=;,]+)(?:\\s*=\\s*(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"|(?<plain>[^\\s;,\"]*)))?");

    private LinkHeader() {}

    /** The target of the first link with the relation {@code next}, as written. */
    static Optional<String> next(List<String> headers) {
        for (String header : headers) {
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                if (isNext(link.group("parameters"))) {
                    return Optional.of(link.group("target"));
                }
            }
        }
        return Optional.empty();
    }

    /** Only the first {@code rel} counts; it may list several relations. */
    private static boolean isNext(String parameters) {
        Matcher parameter = PARAMETER.matcher(parameters);
        while (parameter.find()) {
            if (parameter.group("name").equalsIgnoreCase("rel")) {
                String relations = parameter.group(parameter.group("quoted") == null ? "plain" : "quoted");
                return relations != null
                        && List.of(relations.strip().split("\\s+")).stream().anyMatch("next"::equalsIgnoreCase);
            }
        }
        return false;
    }
}
