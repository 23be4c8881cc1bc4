package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.DaemonProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** token and consent-url as people meet them: a process, its exit code and what it prints. */
class ProfileCommandsTest {

    private static final int LONGEST_S = 60;

    @TempDir
    private Path directory;

    private Sandbox sandbox;
    private DaemonProcess daemon;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxSettings.in(directory.resolve("ca")));
        daemon = new DaemonProcess(directory.resolve("home"), sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aTokenIsDescribedAndNotShown() throws Exception {
        assertThat(exitCode("token", "graph")).isZero();

        assertThat(daemon.output())
                .contains(
                        "aud      https://graph.microsoft.com",
                        "roles    User.ReadWrite.All",
                        "clock    as the issuer's")
                .doesNotContain("eyJ", sandbox.app().clientSecret());
    }

    @Test
    void aMissingRoleEndsWith2AndTheLinkToConsent() throws Exception {
        assertThat(exitCode("token", "graph", "-Doauth.graph.required-roles=Group.Read.All"))
                .isEqualTo(2);

        assertThat(daemon.output())
                .contains("aud      ", "the token lacks the app roles Group.Read.All", "/adminconsent?client_id=")
                .doesNotContain("\tat ");
    }

    @Test
    void aLinkToConsentIsPrintedForEachTenantOrTheOneGiven() throws Exception {
        String start = sandbox.issuer() + "/";
        String end = "/adminconsent?client_id=" + sandbox.app().clientId() + System.lineSeparator();

        assertThat(exitCode("consent-url", "graph", "-Doauth.graph.tenants=second"))
                .isZero();
        assertThat(daemon.output()).isEqualTo(start + sandbox.app().tenantId() + end + start + "second" + end);

        assertThat(exitCode("consent-url", "graph", "--tenant", "customer")).isZero();
        assertThat(daemon.output()).endsWith(start + "customer" + end);
    }

    @Test
    void whatIsStillToBeFilledInIsSaidWithItsPlace() throws Exception {
        assertThat(exitCode("consent-url", "graph", "-Doauth.graph.tenant-id=<tenant id>"))
                .isEqualTo(2);

        assertThat(daemon.output()).contains("-Doauth.graph.tenant-id", "write a tenant ID");
    }

    @Test
    void aTenantOutsideTheProfileIsRefused() throws Exception {
        assertThat(exitCode("token", "graph", "--tenant", "stranger")).isEqualTo(2);

        assertThat(daemon.output()).contains("tenant stranger", "add it to oauth.graph.tenants");
    }

    @Test
    void anUnknownProfileIsWrongUsage() throws Exception {
        assertThat(exitCode("token", "graf")).isEqualTo(2);

        assertThat(daemon.output()).contains("There is no profile oauth.graf").doesNotContain("\tat ");
    }

    private int exitCode(String... arguments) throws Exception {
        Process process = daemon.start(arguments);
        assertThat(process.waitFor(LONGEST_S, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
