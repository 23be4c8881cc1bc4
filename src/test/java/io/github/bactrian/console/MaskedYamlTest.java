package io.github.bactrian.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

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
