package io.github.bactrian.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFileTest {

    private static final AppCertificate APP = AppCertificate.lasting(Duration.ofDays(90));
    private static final String PASSWORD = "pass word";

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("app");
    }

    private static void isTheApps(AppCredential.Certificate read) {
        assertThat(read.chain()).containsExactly(APP.leaf, APP.authority);
        assertThat(read.key().getFormat()).isEqualTo("PKCS#8");
        assertThat(read.expires()).isEqualTo(APP.leaf.getNotAfter().toInstant());
        assertThat(read.toString()).doesNotContain("Key");
    }

    @Test
    void pemWithAPkcs8KeyIsRead() throws Exception {
        isTheApps(CertificateFile.read(APP.pkcs8(file()), null));
    }

    @Test
    void pemWithAPkcs1KeyIsRead() throws Exception {
        isTheApps(CertificateFile.read(APP.pkcs1(file()), null));
    }

    @Test
    void pemWithAnEncryptedKeyIsRead() throws Exception {
        isTheApps(CertificateFile.read(APP.encryptedPkcs8(file(), PASSWORD), PASSWORD));
    }

    @Test
    void pkcs12IsReadWithAndWithoutAPassword() throws Exception {
        isTheApps(CertificateFile.read(APP.pkcs12(file(), PASSWORD), PASSWORD));
        isTheApps(CertificateFile.read(APP.pkcs12(file(), ""), null));
    }

    @Test
    void anEncryptedKeyAsksForItsPassword() throws Exception {
        refused(APP.encryptedPkcs8(file(), PASSWORD), null, "give certificate-password");
    }

    @Test
    void aWrongPasswordIsSaidAndNotShown() throws Exception {
        refused(APP.encryptedPkcs8(file(), PASSWORD), "wr0ng", "certificate-password does not open");
        refused(APP.pkcs12(file(), PASSWORD), "wr0ng", "certificate-password does not open");
        refused(APP.pkcs12(file(), PASSWORD), null, "certificate-password does not open");
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() throws Exception {
        refused(APP.publicPart(file()), null, "no private key");
    }

    @Test
    void aKeyWithAnotherCertificateIsRefused() throws Exception {
        Path key = APP.pkcs8(directory.resolve("key"));
        Path other = new AppCertificate(Instant.now()).publicPart(directory.resolve("other"));
        String keyOnly = Files.readString(key).replaceFirst("(?s).*(-----BEGIN PRIVATE)", "$1");
        refused(
                Files.writeString(file(), keyOnly + Files.readString(other)),
                null,
                "no certificate for its private key");
    }

    @Test
    void anythingElseIsRefused() throws Exception {
        refused(Files.writeString(file(), "hello"), null, "neither PEM nor PKCS#12");
    }

    private static void refused(Path file, String password, String reason) {
        assertThatThrownBy(() -> CertificateFile.read(file, password))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("wr0ng");
    }
}
