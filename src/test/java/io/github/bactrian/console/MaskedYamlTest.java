package io.github.bactrian.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedYamlTest {
    @Test
    void whatStandsUnderAKeyOfASecretIsMasked() {
        assertThat(MaskedYaml.of("""
                - to:
                    uri: "sftp:host?password=🐪hump&privateKeyPassphrase=x&delay=5"
                    parameters:
                      password: "🐪 two humps"   # why
                      secretKey: >-
                        abc
                        def
                      delay: 5
                - setProperty: { name: password, constant: hump }
                """)).isEqualTo("""
                - to:
                    uri: "sftp:host?password=xxxxxx&privateKeyPassphrase=xxxxxx&delay=5"
                    parameters:
                      password: xxxxxx   # why
                      secretKey: xxxxxx
                      delay: 5
                - setProperty: { name: password, constant: xxxxxx }
                """);
    }

    @Test
    void aLiteralHeaderThatGivesAccessIsMasked() {
        assertThat(MaskedYaml.of("""
                - setHeader: { name: Authorization, constant: Basic Y2FtZWw6aHVtcA== }
                - setHeader: { name: Ocp-Apim-Subscription-Key, simple: hump }
                - setHeaders:
                    headers:
                      - { name: x-api-key, constant: hump }
                      - { name: Accept, constant: text/csv }
                """)).isEqualTo("""
                - setHeader: { name: Authorization, constant: xxxxxx }
                - setHeader: { name: Ocp-Apim-Subscription-Key, simple: xxxxxx }
                - setHeaders:
                    headers:
                      - { name: x-api-key, constant: xxxxxx }
                      - { name: Accept, constant: text/csv }
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- to: sftp://ann:«hump»@host/inbox",
                "- to: sftp:ann:«hump»@host/inbox",
                "- to: \"https://ann:«hu%20mp»@host/\"",
                "- to: { uri: 'amqps://ann:«hump»@host' }",
                "- toD: https://«ghx4dfab2»@host/${body}",
                "- to: https://x.blob.example/c?sv=2024&sig=«a%2Bb%3D»&se=1",
                "- to: https://x.example/hook?code=«abc»",
                "- to: https://x.example/maps?key=«abc»&q=1",
                "- to: '{{api.url}}/maps?key=«abc»'",
                "- to: https://x.example/?access_token=«abc»",
                "- to: https://x.example/?client_secret=«abc»&x=1",
                "- to: https://x.example/?api-key=«abc»",
                "- to: https://x.example/?X-Amz-Signature=«abc»",
                "- to: { uri: 'https://x.example', parameters: { sig: «abc», q: 1 } }",
                "- to: { uri: 'https://x.example', parameters: { code: «abc» } }",
                "- setBody: { jq: '{name: .name, password: \"«hump»\"}' }",
                "- setBody: { jq: '.client_secret = \"«hump»\"' }",
                "- setBody: { simple: '{\"password\": \"«hump»\", \"x\": 1}' }",
                "- setBody: { simple: \"{\\\"apiKey\\\": \\\"«hump»\\\"}\" }",
                "- setBody: { simple: 'Bearer «abcdefgh1»' }",
                "- setBody: { constant: 'Basic «Y2FtZWw6aHVtcA==»' }",
                "- setBody: { jq: '.x = \"«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc»\"' }",
                "- log: done # was token: '«hump»'",
                "- log: «AKIAIOSFODNN7EXAMPLE»"
            })
    void whatLooksLikeASecretIsMaskedWhereverItIs(String marked) {
        String yaml = marked.replaceAll("[«»]", "") + "\n";

        assertThat(MaskedYaml.of(yaml)).isEqualTo(marked.replaceAll("«[^»]*»", "xxxxxx") + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- from: { uri: 'import:users', parameters: { key: mail, secretFields: password } }",
                "- from: import:users?key=mail&parallel=2",
                "- to: https://x.example:8443/a@b?q=1&codec=x",
                "- to: 'sftp:ann:{{sftp.password}}@host'",
                "- to: https://x.example/?sig={{sig}}&code=${header.code}",
                "- setBody: { jq: '{password: .password, token: $t}' }",
                "- setBody: { simple: '{\"password\":\"${body[password]}\"}' }",
                "- description: Basic authentication is replaced by Bearer tokens",
                "- to: direct:a:b"
            })
    void whatOnlyLooksLikeAUriOrNamesASecretStays(String yaml) {
        assertThat(MaskedYaml.of(yaml + "\n")).isEqualTo(yaml + "\n");
    }

    @Test
    void allRoutesThatAreShippedStayAsTheyAre() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".camel.yaml")))
                    .isNotEmpty()
                    .allSatisfy(file -> {
                        String own = Files.readString(file);
                        assertThat(MaskedYaml.of(own)).isEqualTo(own);
                    });
        }
    }

    @Test
    void whatOnlyNamesASecretIsLeftToBeRead() throws IOException {
        String yaml = """
                - to:
                    uri: "sftp:host?password={{sftp.password}}"
                    parameters: { password: "{{sftp.password}}", secretKey: "#bean:key", secretFields: password }
                """;
        assertThat(MaskedYaml.of(yaml)).isEqualTo(yaml);
        String own = Files.readString(Path.of("routes/import-users.camel.yaml"));
        assertThat(MaskedYaml.of(own)).isEqualTo(own);
    }
}
