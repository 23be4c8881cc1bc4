package io.github.bactrian.daemon;

import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import io.github.bactrian.daemon.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds secrets that other users of this machine can see: in files that they may read, in properties, on the command line. */
final class ExposedSecrets {
    private static final String RULE = "exposed-secret";
    private static final Pattern FILE_KEY = Pattern.compile(
            "oauth\\..*\\.(client-secret-file|(tls-)?certificate|federated-token-file)|bactrian\\.console\\.password-file");
    private static final Pattern SECRET_KEY =
            Pattern.compile("(?i).*(pass(word|phrase)|secret|[.-]token|(api|access|account|subscription)[_-]?key)");
    /** Known without a secret: from elsewhere, or still to be filled in. */
    private static final Pattern NO_SECRET = Pattern.compile("\\s*|.*\\{\\{.*|\\s*<.+>\\s*", Pattern.DOTALL);

    private final Path directory;
    private final Configuration configuration;

    ExposedSecrets(Path directory, Configuration configuration) {
        this.directory = directory;
        this.configuration = configuration;
    }

    List<Finding> findings() {
        List<String> findings = new ArrayList<>();
        for (Property property : configuration.properties()) {
            if (FILE_KEY.matcher(property.key()).matches()) {
                files(property)
                        .forEach(file ->
                                findings.add(property + ": other users may read " + file + "; run: chmod go= " + file));
            } else if (isSecret(property)) {
                place(property).ifPresent(findings::add);
            }
        }
        openDirectory().ifPresent(findings::add);
        return findings.stream()
                .map(Finding::parse)
                .map(finding -> finding.asWarning(RULE))
                .toList();
    }

    private Stream<Path> files(Property property) {
        return Arrays.stream(
                        configuration.values().getOrDefault(property.key(), "").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .flatMap(name -> path(name).stream())
                .filter(ExposedSecrets::isReadableByOthers);
    }

    private Optional<Path> path(String name) {
        try {
            return Optional.of(directory.resolve(name));
        } catch (InvalidPathException e) {
            // told by the profile, which cannot read it
            return Optional.empty();
        }
    }

    private static boolean isSecret(Property property) {
        return SECRET_KEY.matcher(property.key()).matches()
                && !NO_SECRET.matcher(property.value()).matches();
    }

    private Optional<String> place(Property property) {
        String elsewhere = "the environment variable " + Environment.variable(property.key())
                + (property.key().endsWith(".client-secret") ? ", or name a file: " + property.key() + "-file" : "");
        if (property.where().startsWith("-D")) {
            return Optional.of(
                    property + ": a secret on the command line is seen by all users of this machine; use " + elsewhere);
        }
        String file = property.where().replaceFirst(":\\d+$", "");
        if (file.equals(property.where()) || file.equals(ConfigurationFiles.SANDBOX)) {
            return Optional.empty();
        }
        if (file.equals(ConfigurationFiles.BASE)) {
            return Optional.of(property + ": a secret in this file is easily copied with it; use " + elsewhere);
        }
        return Optional.of(directory.resolve(file))
                .filter(ExposedSecrets::isReadableByOthers)
                .map(open ->
                        property + ": other users may read this file, which holds a secret; run: chmod go= " + file);
    }

    /** What lies beside the ledger tells who was imported; the daemon makes the directory for its user alone. */
    private Optional<String> openDirectory() {
        Path data = directory.resolve(configuration.ledger()).toAbsolutePath().resolveSibling("");
        return Files.isDirectory(data)
                        && !data.equals(directory.toAbsolutePath())
                        && !Collections.disjoint(permissions(data), Set.of(OTHERS_READ, OTHERS_WRITE, OTHERS_EXECUTE))
                ? Optional.of("other users may look into " + data + ", where the ledger is; run: chmod go= " + data)
                : Optional.empty();
    }

    /** Whether the file may be read, and all directories above it may be passed; a link opens what it leads to. */
    private static boolean isReadableByOthers(Path named) {
        Path file = real(named);
        if (!permissions(file).contains(OTHERS_READ)) {
            return false;
        }
        for (Path above = file.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
            if (!permissions(above).contains(OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }

    /** None where there are no permissions, or no file. */
    private static Set<PosixFilePermission> permissions(Path path) {
        try {
            return Files.getPosixFilePermissions(path);
        } catch (IOException | UnsupportedOperationException e) {
            return Set.of();
        }
    }
}
