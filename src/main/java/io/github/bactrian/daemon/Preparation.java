package io.github.bactrian.daemon;

import io.github.bactrian.daemon.check.Finding;
import io.github.bactrian.daemon.check.Known;
import io.github.bactrian.daemon.check.OfflineCheck;
import io.github.bactrian.daemon.check.Report;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
        return new Known(configuration.values(), configuration.profiles(), beans);
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

    private List<String> leavingTheMachine() {
        return configuration.profiles().stream()
                .filter(profile -> !asksLoopback(profile))
                .map(profile -> ConfigurationFiles.SANDBOX + ": oauth." + profile
                        + " would ask a real issuer; add oauth." + profile + ".authority-host = {{sandbox.issuer}}")
                .toList();
    }

    private boolean asksLoopback(String profile) {
        String host = configuration.values().get("oauth." + profile + ".authority-host");
        return host != null
                && LoopbackOnly.isLoopback(String.valueOf(URI.create(host).getHost()));
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
