package io.github.bactrian.daemon;

import io.github.bactrian.OwnerOnly;
import io.github.bactrian.sandbox.AppRegistration;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The sandbox as a configuration wants it, and the properties by which its own properties file refers to it. */
final class SandboxSession {
    static final String ISSUER_PORT = "bactrian.sandbox.issuer-port";
    static final String DIRECTORY_PORT = "bactrian.sandbox.directory-port";

    private SandboxSession() {}

    /** @throws StartFault if a port is taken */
    static Sandbox start(Configuration configuration, Path directory) {
        Path data = directory.resolve(configuration.ledger()).resolveSibling("sandbox");
        SandboxSettings settings =
                SandboxSettings.in(data).withPorts(configuration.port(ISSUER_PORT), configuration.port(DIRECTORY_PORT));
        try {
            OwnerOnly.directory(data);
            return Sandbox.start(settings);
        } catch (IOException e) {
            throw new StartFault(StartFault.OTHER, "The sandbox has no place for its CA file: " + Reasons.of(e), e);
        } catch (IllegalStateException e) {
            String what = e.getMessage() + " The properties are " + ISSUER_PORT + " and " + DIRECTORY_PORT + ".";
            throw new StartFault(StartFault.CONFIGURATION, what, e);
        }
    }

    /** One for a moment: on free ports, its CA file in a place that no other sandbox uses. */
    static Sandbox passing() {
        try {
            LoopbackSockets.install();
            return Sandbox.start(SandboxSettings.in(Files.createTempDirectory("bactrian-sandbox")));
        } catch (IOException e) {
            throw new StartFault(StartFault.OTHER, "The sandbox has no place for its CA file: " + Reasons.of(e), e);
        }
    }

    /** {@code sandbox.*} of a running one. */
    static Map<String, String> properties(Sandbox sandbox) {
        return properties(sandbox.issuer(), sandbox.directory(), sandbox.caFile(), sandbox.app());
    }

    /** {@code sandbox.*} as they would be, for a check that starts nothing. */
    static Map<String, String> nominal(Configuration configuration, Path directory) {
        return properties(
                URI.create("https://localhost:" + configuration.port(ISSUER_PORT)),
                URI.create("http://127.0.0.1:" + configuration.port(DIRECTORY_PORT) + "/v1.0"),
                directory.resolve("data"),
                AppRegistration.DEFAULT);
    }

    private static Map<String, String> properties(URI issuer, URI api, Path ca, AppRegistration app) {
        return Map.of(
                "sandbox.issuer", issuer.toString(),
                "sandbox.directory", api.toString(),
                "sandbox.directory-origin", api.resolve("/").toString().replaceFirst("/$", ""),
                "sandbox.ca-file", ca.toString(),
                "sandbox.tenant-id", app.tenantId(),
                "sandbox.client-id", app.clientId(),
                "sandbox.client-secret", app.clientSecret());
    }
}
