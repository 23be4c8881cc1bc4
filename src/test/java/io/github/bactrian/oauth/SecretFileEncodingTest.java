package io.github.bactrian.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bactrian.Settings;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets, certificates and authorities in files as the editors of other systems save them. */
class SecretFileEncodingTest {

    private static final AppCertificate APP = AppCertificate.lasting(Duration.ofDays(90));
    private static final String MARK = "\uFEFF";

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("file");
    }

    private AppCredential.Secret secret(String key, String value) throws TokenException {
        AppCredentials credentials = AppCredentials.read(
                "kc",
                new Settings("oauth.kc.", Map.of(key, value)),
                List.of(AppCredentials.SECRET, AppCredentials.SECRET_FILE));
        return (AppCredential.Secret) credentials.get(0);
    }

    @Test
    void aByteOrderMarkIsNoPartOfASecret() throws Exception {
        Path file = Files.writeString(file(), MARK + "pässword\r\n");
        assertThat(secret(AppCredentials.SECRET_FILE, file.toString()).value()).isEqualTo("pässword");
        assertThat(secret(AppCredentials.SECRET, MARK + "pässword").value()).isEqualTo("pässword");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16, UTF-16",
        "UTF-16LE, UTF-16",
        "UTF-16BE, UTF-16",
        "UTF-32, UTF-32",
        "ISO-8859-1, not UTF-8",
    })
    void anotherEncodingIsNamedWithFileAndRemedyAndNotTheSecret(Charset charset, String name) throws IOException {
        Path file = Files.write(file(), "pässword".getBytes(charset));
        assertThatThrownBy(() -> secret(AppCredentials.SECRET_FILE, file.toString()))
                .hasMessageContainingAll("oauth.kc.client-secret-file", file.toString(), name, "save it as UTF-8")
                .hasMessageNotContaining("ssword");
    }

    @Test
    void byteOrderMarksAndIndentationAreNoPartOfPem() throws Exception {
        String pem = Files.readString(APP.pkcs8(file()));
        String marked = MARK + pem.replace("-----BEGIN", MARK + "-----BEGIN").replace("\n", "\r\n    ");
        AppCredential.Certificate read = CertificateFile.read(Files.writeString(file(), marked), null);
        assertThat(read.chain()).containsExactly(APP.leaf, APP.authority);
    }

    @Test
    void pemInAnotherEncodingIsNamed() throws Exception {
        String pem = Files.readString(APP.pkcs8(file()));
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
            Files.write(file(), pem.getBytes(charset));
            assertThatThrownBy(() -> CertificateFile.read(file(), null))
                    .isInstanceOf(GeneralSecurityException.class)
                    .hasMessageContainingAll("UTF-16", "save it as UTF-8");
            assertThatThrownBy(() -> CaFile.only(file()))
                    .isInstanceOf(GeneralSecurityException.class)
                    .hasMessageContainingAll("UTF-16", "save it as UTF-8");
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfACaFile() throws Exception {
        String pem = Files.readString(APP.publicPart(file()));
        Files.writeString(file(), MARK + pem);
        assertThat(CaFile.only(file()).getAcceptedIssuers()).containsExactly(APP.leaf);
    }

    @Test
    void aKeyOfAnotherKindIsNamed() throws Exception {
        Path file = new AppCertificate("Ed25519", 255, java.time.Instant.now().plus(Duration.ofDays(9))).pkcs8(file());
        assertThatThrownBy(() -> CertificateFile.read(file, null)).hasMessageContaining("use an RSA or an EC key");
    }
}
