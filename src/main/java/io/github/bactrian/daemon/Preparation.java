package io.github.bactrian.daemon;

import io.github.bactrian.NearestName;
import io.github.bactrian.daemon.check.Finding;
import io.github.bactrian.daemon.check.ImportRoute;
import io.github.bactrian.daemon.check.Known;
import io.github.bactrian.daemon.check.OfflineCheck;
import io.github.bactrian.daemon.check.Report;
import io.github.bactrian.oauth.Destinations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A working directory, read and found good: what every command does before anything starts.
 *
 * @param files the configuration as read, {@code sandbox.*} not set yet
 * @param configuration the same with {@code sandbox.*} as they will probably be
 */
record Preparation(Path directory, boolean sandbox, Configuration files, Configuration configuration, Report report) {
    private static final Pattern BEAN = Pattern.compile("camel\\.beans\\.([^.\\[]+).*");

    /** Reads and checks; the report may hold findings. */
    static Preparation read(Path directory, boolean sandbox, Options options) {
        Configuration files = ConfigurationFiles.read(directory, sandbox, options);
        Configuration configuration = sandbox ? files.under(SandboxSession.nominal(files, directory)) : files;
        Report routes = OfflineCheck.run(directory, configuration.routes(), known(configuration));
        return new Preparation(directory, sandbox, files, configuration, routes);
    }

    private static Known known(Configuration configuration) {
        Set<String> beans = configuration.values().keySet().stream()
                .map(BEAN::matcher)
                .filter(Matcher::matches)
                .map(key -> key.group(1))
                .collect(Collectors.toSet());
        Map<String, Predicate<URI>> destinations = new TreeMap<>();
        for (String profile : configuration.profiles()) {
            Destinations.of(profile, configuration.values()).ifPresent(it -> destinations.put(profile, it));
        }
        return new Known(configuration.open(), configuration.profiles(), beans, destinations);
    }

    /** All that is wrong, one a line. */
    List<String> findings() {
        List<String> findings = new ArrayList<>(configuration.faults());
        if (sandbox) {
            findings.addAll(leavingTheMachine());
        }
        report.findings().stream().map(Finding::toString).forEach(findings::add);
        return findings;
    }

    /** What works, but hardly as it was meant; it keeps nothing from starting. */
    List<Finding> warnings() {
        List<Finding> warnings = new ArrayList<>();
        report.unused().stream()
                .flatMap(key -> configuration.place(key).stream()
                        .map(place -> Finding.parse(
                                place + ": " + key + " is used by no route, though others of its kind are")))
                .filter(Finding::hasLine)
                .map(finding -> finding.asWarning("unused"))
                .filter(finding -> !finding.isAllowedIn(lines(finding.file())))
                .forEach(warnings::add);
        warnings.addAll(report.warnings());
        warnings.addAll(exposed());
        return warnings;
    }

    /** Where other users of this machine could see a secret, unless a comment allows it. */
    List<Finding> exposed() {
        return new ExposedSecrets(directory, files)
                .findings().stream()
                        .filter(finding -> !finding.hasLine() || !finding.isAllowedIn(lines(finding.file())))
                        .toList();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> leavingTheMachine() {
        List<String> findings = new ArrayList<>();
        for (String profile : configuration.profiles()) {
            String prefix = "oauth." + profile;
            if (!asksLoopback(profile)) {
                findings.add(ConfigurationFiles.SANDBOX + ": " + prefix + " would ask a real issuer; add "
                        + sandboxIssuer(prefix + "."));
            } else if (!configuration.hasCredential(profile)) {
                findings.add(ConfigurationFiles.SANDBOX + ": " + prefix
                        + " has no credential for the sandbox, which is never sent one from elsewhere; add " + prefix
                        + ".client-secret = {{sandbox.client-secret}}");
            }
        }
        configuration
                .borrowedCredentials()
                .forEach(
                        property -> findings.add(
                                property
                                        + " may hold no other placeholder than {{sandbox.…}}: a real credential would reach the sandbox"));
        return findings;
    }

    /** The lines that let a profile ask the sandbox, by its type. */
    private String sandboxIssuer(String prefix) {
        return switch (configuration.values().getOrDefault(prefix + "type", "entra")) {
            case "oidc" -> prefix + "issuer = {{sandbox.issuer}}/oidc/{{sandbox.tenant-id}}";
            case "managed-identity" ->
                prefix + "type = entra and, as for any such profile, tenant-id, client-id, client-secret and " + prefix
                        + "authority-host = {{sandbox.issuer}}";
            default -> prefix + "authority-host = {{sandbox.issuer}}";
        };
    }

    /** Whether all that the profile says of its issuer lies on this machine; what it does not say would not. */
    private boolean asksLoopback(String profile) {
        Map<String, String> values = configuration.values();
        String prefix = "oauth." + profile + ".";
        List<String> issuers = Stream.of("authority-host", "issuer", "token-endpoint")
                .map(key -> values.get(prefix + key))
                .filter(Objects::nonNull)
                .toList();
        String proxy = values.getOrDefault(prefix + "proxy", "");
        return !"managed-identity".equals(values.get(prefix + "type"))
                && (proxy.isEmpty() || isLoopback(proxy))
                && !issuers.isEmpty()
                && issuers.stream().allMatch(Preparation::isLoopback);
    }

    private static boolean isLoopback(String url) {
        try {
            return LoopbackOnly.isLoopback(new URI(url.strip()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** @throws StartFault if there is no such file */
    static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw StartFault.configuration(file + ": " + (Files.exists(file) ? "not a file" : "no such file"));
        }
    }

    /**
     * Where an import's files are dropped.
     *
     * @throws StartFault if there is no such import
     */
    Path inboxOf(String importName) {
        List<String> names = report.imports().stream().map(ImportRoute::name).toList();
        String known = names.isEmpty() ? "" : " (there is: " + String.join(", ", names) + ")";
        return report.imports().stream()
                .filter(route -> route.name().equals(importName))
                .findFirst()
                .map(route -> Path.of(route.parameters().getOrDefault("directory", "inbox/" + importName)))
                .orElseThrow(() -> StartFault.configuration("No route consumes from import:" + importName
                        + NearestName.of(importName, names)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse(known)));
    }

    /** @throws StartFault that lists the findings, if there are any */
    Preparation orRefuse() {
        List<String> findings = findings();
        if (!findings.isEmpty()) {
            throw StartFault.configuration(findings);
        }
        return this;
    }
}
