package io.github.bactrian.sandbox;

import io.github.bactrian.PublicApi;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * How a sandbox is to be.
 *
 * @param issuerPort of the https issuer; 0 takes a free one
 * @param directoryPort of the http directory API and of {@code /sandbox/}; 0 takes a free one
 * @param caDirectory where the CA certificate is written; created if absent
 * @param resources what scopes may name, at least one. The first is the directory API, which expects it as a token's
 *     audience; tokens for the others are issued, without roles, and refused by the directory
 * @param apps at least one; the first is the one that {@link Sandbox#app()} answers
 * @param tokenLifetime at least a second
 * @param emptyTextRefused whether {@code ""} for an optional property is refused, as Graph does, or taken for null
 * @param clock tells token lifetimes, quotas and the time spans of faults; delays take real time, unless {@link Faults#passTimeBy} is told of them
 */
@PublicApi
public record SandboxSettings(
        int issuerPort,
        int directoryPort,
        Path caDirectory,
        List<String> resources,
        List<AppRegistration> apps,
        Duration tokenLifetime,
        boolean emptyTextRefused,
        InstantSource clock) {

    public SandboxSettings {
        requirePort(issuerPort, "issuerPort");
        requirePort(directoryPort, "directoryPort");
        if (issuerPort != 0 && issuerPort == directoryPort) {
            throw new IllegalArgumentException("issuerPort and directoryPort are both " + issuerPort);
        }
        if (resources.isEmpty() || resources.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("The sandbox needs resources, such as https://graph.microsoft.com");
        }
        if (apps.isEmpty()) {
            throw new IllegalArgumentException("The sandbox needs at least one app registration");
        }
        if (tokenLifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("tokenLifetime is " + tokenLifetime + ", less than a second");
        }
        resources = List.copyOf(resources);
        apps = List.copyOf(apps);
    }

    /** Free ports, Graph as the resource, the default app registration, tokens of an hour, the system's clock. */
    public static SandboxSettings in(Path caDirectory) {
        return new SandboxSettings(
                0,
                0,
                caDirectory,
                List.of("https://graph.microsoft.com"),
                List.of(AppRegistration.DEFAULT),
                Duration.ofHours(1),
                false,
                InstantSource.system());
    }

    public SandboxSettings withPorts(int issuer, int directory) {
        return new SandboxSettings(
                issuer, directory, caDirectory, resources, apps, tokenLifetime, emptyTextRefused, clock);
    }

    /** The first resource is the directory API. */
    public SandboxSettings withResources(String... names) {
        return new SandboxSettings(
                issuerPort, directoryPort, caDirectory, List.of(names), apps, tokenLifetime, emptyTextRefused, clock);
    }

    public SandboxSettings withApps(AppRegistration... known) {
        return new SandboxSettings(
                issuerPort,
                directoryPort,
                caDirectory,
                resources,
                List.of(known),
                tokenLifetime,
                emptyTextRefused,
                clock);
    }

    public SandboxSettings withTokenLifetime(Duration time) {
        return new SandboxSettings(
                issuerPort, directoryPort, caDirectory, resources, apps, time, emptyTextRefused, clock);
    }

    public SandboxSettings withEmptyTextRefused(boolean refused) {
        return new SandboxSettings(
                issuerPort, directoryPort, caDirectory, resources, apps, tokenLifetime, refused, clock);
    }

    public SandboxSettings withClock(InstantSource time) {
        return new SandboxSettings(
                issuerPort, directoryPort, caDirectory, resources, apps, tokenLifetime, emptyTextRefused, time);
    }

    private static void requirePort(int port, String setting) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(setting + " is " + port + ", not a port from 0 to 65535");
        }
    }
}
