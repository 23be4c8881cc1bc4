package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the app's credentials are, in the order in which they are tried. All are of one kind.
 *
 * @param key the property that says so
 * @param fixed the secret itself; null if the credentials are in files
 * @param files read anew for each token, so that a changed file counts at once
 * @param password of the certificates' keys; null if they have none
 */
record AppCredentials(
        String profile,
        String key,
        @Nullable String fixed,
        List<Path> files,
        @Nullable String password) {

    static final String SECRET = "client-secret";
    static final String SECRET_FILE = "client-secret-file";
    static final String CERTIFICATE = "certificate";
    static final String PASSWORD = "certificate-password";
    static final String FEDERATED = "federated-token-file";

    /** @param kinds the keys of which exactly one is to be given */
    static AppCredentials read(String profile, Settings settings, List<String> kinds) {
        List<String> given = kinds.stream().filter(settings::has).toList();
        if (given.isEmpty()) {
            throw settings.secretProblem(kinds.get(0), "is missing; give " + String.join(" or ", kinds));
        }
        if (given.size() > 1) {
            throw settings.secretProblem(
                    given.get(0), "there is a " + given.get(1) + " too; keep one of them, for a profile has one kind");
        }
        String key = given.get(0);
        if (settings.has(PASSWORD) && !key.equals(CERTIFICATE)) {
            throw settings.secretProblem(PASSWORD, "there is no certificate for it; remove it or give a certificate");
        }
        return key.equals(SECRET)
                ? fixed(profile, settings)
                : inFiles(
                        new AppCredentials(
                                profile,
                                key,
                                null,
                                settings.files(key),
                                settings.raw(PASSWORD).orElse(null)),
                        settings);
    }

    private static AppCredentials fixed(String profile, Settings settings) {
        String secret = TextFile.withoutMark(settings.raw(SECRET).orElse(""));
        String problem = problemOf(secret);
        if (problem != null) {
            throw settings.secretProblem(SECRET, problem);
        }
        return new AppCredentials(profile, SECRET, secret, List.of(), null);
    }

    private static AppCredentials inFiles(AppCredentials credentials, Settings settings) {
        try {
            credentials.all();
            return credentials;
        } catch (TokenException e) {
            throw settings.problem(credentials.key, e.getMessage());
        }
    }

    /** At least 1. */
    int size() {
        return fixed == null ? files.size() : 1;
    }

    List<AppCredential> all() throws TokenException {
        List<AppCredential> all = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            all.add(get(i));
        }
        return all;
    }

    /**
     * The credential as it is now.
     *
     * @throws TokenException if its file cannot be used; another one may help
     */
    AppCredential get(int index) throws TokenException {
        if (fixed != null) {
            return new AppCredential.Secret(key, fixed);
        }
        Path file = files.get(index);
        String problem;
        try {
            return key.equals(CERTIFICATE) ? CertificateFile.read(file, password) : text(file);
        } catch (IOException e) {
            problem = "cannot be read: " + e.getClass().getSimpleName();
        } catch (GeneralSecurityException e) {
            problem = String.valueOf(e.getMessage());
        }
        throw TokenException.lasting("oauth." + profile + ": the " + key + " " + file + " " + problem, true, null);
    }

    private AppCredential text(Path file) throws IOException, GeneralSecurityException {
        String text = TextFile.read(file);
        if (key.equals(FEDERATED)) {
            return assertion(file, text.strip());
        }
        String secret = text.replaceFirst("\\R$", "");
        String problem = problemOf(secret);
        if (problem != null) {
            throw new GeneralSecurityException(problem);
        }
        return new AppCredential.Secret(file.toString(), secret);
    }

    private static AppCredential assertion(Path file, String token) throws GeneralSecurityException {
        if (!token.matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+")) {
            throw new GeneralSecurityException("holds no token (a JWT); point it to the projected token");
        }
        return new AppCredential.Assertion(file.toString(), token);
    }

    private static @Nullable String problemOf(String secret) {
        if (secret.isBlank()) {
            return "is empty";
        }
        return secret.strip().equals(secret) ? null : "begins or ends with white space; remove it";
    }

    @Override
    public String toString() {
        return "AppCredentials[profile=" + profile + ", key=" + key + ", files=" + files + "]";
    }
}
