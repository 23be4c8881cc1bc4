package io.github.bactrian.imports;

import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An import of the torture run: how its route calls the API, and which calls each outcome allows. */
enum TorturedImport {
    /** One call a row that must not be repeated. */
    PLAIN("", post("plain")),
    /** Two of them. */
    TWICE(
            "",
            "- setProperty: { name: row, simple: \"${body}\" }\n" + post("first")
                    + "- setBody: { exchangeProperty: row }\n" + post("second"),
            "/first /second"),
    /** Several rows a call. */
    CHUNK("chunk: 5, ", post("chunk")),
    /** Rows in doubt are asked about. */
    PROBED("onUnknown: \"direct:did-it-work\", ", post("probed")),
    /** Rows in doubt are sent again. */
    RESENT("onUnknown: resend, ", post("resent")) {
        @Override
        boolean allows(Outcome outcome, int[] effects) {
            return outcome == Outcome.DONE ? effects[0] > 0 : outcome == Outcome.UNKNOWN || effects[0] == 0;
        }
    },
    /** One call a row that may be repeated. */
    PUT("", "- to: { uri: \"{{api.url}}/put\", parameters: { httpMethod: PUT } }\n") {
        @Override
        boolean allows(Outcome outcome, int[] effects) {
            return outcome != Outcome.DONE || effects[0] > 0;
        }
    };

    private final String parameters;
    private final String steps;
    private final String paths;

    TorturedImport(String parameters, String steps) {
        this.parameters = parameters;
        this.steps = steps;
        this.paths = "/" + word();
    }

    TorturedImport(String parameters, String steps, String paths) {
        this.parameters = parameters;
        this.steps = steps;
        this.paths = paths;
    }

    private static String post(String path) {
        return "- to: { uri: \"{{api.url}}/" + path + "\", parameters: { httpMethod: POST } }\n";
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param folder where its inbox is */
    String route(String folder) {
        return """
                - route:
                    id: %1$s
                    description: Sends rows as they are.
                    from:
                      uri: import:%1$s
                      parameters: { directory: "%2$s/%1$s", quietPeriod: 0s, maxRejects: 100%%, parallel: 6, %3$s key: id }
                      steps:
                %4$s""".formatted(word(), folder, parameters, steps.indent(8));
    }

    /** The route that rows in doubt are asked with. */
    static String probe() {
        return """
                - route:
                    id: did-it-work
                    description: Tells whether a row took effect.
                    from:
                      uri: direct:did-it-work
                      steps:
                        - setBody: { constant: "" }
                        - toD: { uri: "{{api.url}}/probed/${header.CamelImportKey}", parameters: { httpMethod: GET } }
                """;
    }

    int[] effects(StormyApi api, String row) {
        return Stream.of(paths.split(" "))
                .mapToInt(path -> api.effects(path, row))
                .toArray();
    }

    /** Whether a row may have ended so if its calls have taken effect so often. */
    boolean allows(Outcome outcome, int[] effects) {
        return switch (outcome) {
            case DONE -> IntStream.of(effects).allMatch(times -> times == 1);
            case REJECTED -> IntStream.of(effects).allMatch(times -> times == 0);
            default -> IntStream.of(effects).allMatch(times -> times <= 1);
        };
    }
}
