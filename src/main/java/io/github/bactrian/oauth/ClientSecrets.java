package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The app's secrets, in the order in which they are tried.
 *
 * @param fixed the secret itself; null if it is in files
 * @param files read anew for each token, so that a changed file counts at once
 */
record ClientSecrets(String profile, @Nullable String fixed, List<Path> files) {

    static ClientSecrets read(String profile, Settings settings) {
        boolean inFile = settings.has("client-secret-file");
        if (settings.has("client-secret") && inFile) {
            throw settings.secretProblem("client-secret", "there is a client-secret-file too; keep one of them");
        }
        if (inFile) {
            ClientSecrets secrets = new ClientSecrets(profile, null, settings.files("client-secret-file"));
            try {
                secrets.current();
            } catch (TokenException e) {
                throw settings.problem("client-secret-file", e.getMessage());
            }
            return secrets;
        }
        String secret = settings.raw("client-secret").orElse("");
        String problem = problemOf(secret);
        if (problem != null) {
            throw settings.secretProblem("client-secret", problem + "; give client-secret or client-secret-file");
        }
        return new ClientSecrets(profile, secret, List.of());
    }

    /** At least one. */
    List<String> current() throws TokenException {
        if (fixed != null) {
            return List.of(fixed);
        }
        List<String> secrets = new ArrayList<>();
        for (Path file : files) {
            secrets.add(content(file));
        }
        return secrets;
    }

    private String content(Path file) throws TokenException {
        String problem;
        try {
            String secret = Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\R$", "");
            problem = problemOf(secret);
            if (problem == null) {
                return secret;
            }
        } catch (IOException e) {
            problem = "cannot be read: " + e.getClass().getSimpleName();
        }
        throw TokenException.lasting("oauth." + profile + ": the secret in " + file + " " + problem, false, null);
    }

    private static @Nullable String problemOf(String secret) {
        if (secret.isBlank()) {
            return "is empty";
        }
        return secret.strip().equals(secret) ? null : "begins or ends with white space; remove it";
    }

    @Override
    public String toString() {
        return "ClientSecrets[profile=" + profile + ", files=" + files + "]";
    }
}
