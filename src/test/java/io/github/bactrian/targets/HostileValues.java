package io.github.bactrian.targets;

import java.util.List;
import java.util.Random;

/** Texts of words that mean something to Camel, URIs, HTTP, OData, JSON, SQL or a shell, in any order; and plain ids. */
final class HostileValues {

    private static final List<String> WORDS = List.of(
            "?",
            "&",
            "=",
            "#",
            "%",
            "%2F",
            "%2f",
            "%00",
            "%0d%0a",
            "%2e%2e",
            "%252e",
            "%25",
            "%27",
            "%22",
            "%zz",
            "/",
            "//",
            "../",
            "..",
            ".",
            "./",
            "..;",
            ";",
            "\\",
            "\\\\",
            "..\\",
            "'",
            "''",
            "\"",
            "`",
            "{{env:PATH}}",
            "{{canary}}",
            "{{sys:user.home}}",
            "{{",
            "}}",
            "${sys:user.home}",
            "${header.id}",
            "${bean:canary}",
            "$simple{sys:user.home}",
            "$simple{",
            "${",
            "}",
            "RAW(",
            "RAW{",
            ")",
            "(",
            "#class:java.lang.Object",
            "#bean:canary",
            "#property:canary",
            "httpMethod=DELETE",
            "&httpMethod=DELETE",
            "?httpMethod=DELETE",
            "proxyHost=127.0.0.1",
            "&proxyPort=ELSEWHERE",
            "bridgeEndpoint=true",
            "&throwExceptionOnFailure=false",
            "x509HostnameVerifier=#class:java.lang.Object",
            "http://127.0.0.1:ELSEWHERE",
            "http://127.0.0.1:ELSEWHERE/x",
            "https://",
            "vertx-http:",
            "direct:secret",
            "seda:secret",
            "mock:",
            "file:/tmp",
            "@127.0.0.1:ELSEWHERE",
            "@",
            ":ELSEWHERE",
            ":8080",
            ":",
            ",",
            "+",
            "*",
            "|",
            "^",
            "<",
            ">",
            "!",
            "$",
            "~",
            "$(id)",
            "; rm -rf x",
            " or 1 eq 1",
            "' or '1'='1",
            "\" or \"\" eq \"",
            "\r\n",
            "\r",
            "\n",
            "\r\nHost: 127.0.0.1:ELSEWHERE\r\n\r\n",
            " HTTP/1.1\r\n\r\nDELETE /x",
            "\0",
            "\t",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\u202E",
            "\u2066",
            "\u200B",
            "\u00A0",
            "\u3000",
            "\u2215",
            "\uFF0F",
            "\uFF0E",
            "\uD83D\uDC2A",
            "\uD83D",
            "\uDC2A",
            "e\u0301",
            "\u00E9",
            "\u96EA",
            "\u0130",
            "K",
            " ",
            "  ",
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "a",
            "b",
            "Z",
            "users",
            "known",
            "7");

    private static final List<String> PLAIN = List.of(
            "ada",
            "Grace Hopper",
            "42",
            "7f3c-11",
            "a_b",
            "na\u00EFve",
            "Zo\u00EB",
            "\u96EA",
            "\u4F60\u597D",
            "\u0416\u0443\u043A",
            "\uD83D\uDC2A",
            "x.y",
            "A1",
            "caravan",
            "K\u00F6ln 3",
            "m@caravan.example");

    private final Random random;
    private final String elsewhere;

    HostileValues(Random random, int elsewhere) {
        this.random = random;
        this.elsewhere = String.valueOf(elsewhere);
    }

    String hostile() {
        if (random.nextInt(300) == 0) {
            return some(WORDS, 400 + random.nextInt(1200));
        }
        return some(WORDS, 1 + random.nextInt(random.nextInt(4) == 0 ? 20 : 5));
    }

    /** An id as anybody's directory has them, with blanks within and letters that are not ASCII. */
    String plain() {
        StringBuilder id = new StringBuilder(PLAIN.get(random.nextInt(PLAIN.size())));
        for (int more = random.nextInt(3); more > 0; more--) {
            id.append(random.nextBoolean() ? "-" : " ").append(PLAIN.get(random.nextInt(PLAIN.size())));
        }
        return id.toString();
    }

    String word() {
        return random.nextInt(3) == 0 ? plain().replace(" ", "") : some(WORDS, 1);
    }

    String oneOf(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private String some(List<String> words, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(words.get(random.nextInt(words.size())));
        }
        return text.toString().replace("ELSEWHERE", elsewhere);
    }
}
