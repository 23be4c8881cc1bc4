package io.github.bactrian.targets;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a server that decodes once makes of a request. */
final class Decoded {

    private Decoded() {}

    static List<String> segments(RawApi.Request request) {
        return Arrays.stream(request.path().substring(1).split("/", -1))
                .map(Decoded::text)
                .toList();
    }

    static List<Map.Entry<String, String>> parameters(RawApi.Request request) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        for (String parameter : request.query().split("&", -1)) {
            String[] pair = parameter.split("=", 2);
            all.add(Map.entry(text(pair[0]), pair.length < 2 ? "" : text(pair[1])));
        }
        return all;
    }

    private static String text(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
