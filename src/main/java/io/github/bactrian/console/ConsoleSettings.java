package io.github.bactrian.console;

import io.github.bactrian.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Who may see the page, and who may change something: {@code bactrian.console.*}. Where it listens is said by Camel's own
 * {@code camel.server.host} and {@code camel.server.port}.
 *
 * @param password the file with the password that every request must carry; empty: none, and so only loopback may be listened on
 * @param secret the file with the secret that every change must carry; made by the console
 */
public record ConsoleSettings(Optional<Path> password, Path secret) {

    static final Set<String> KEYS = Set.of("password-file");

    /**
     * Reads the group.
     *
     * @param data the directory of the ledger, where the secret is kept
     * @throws io.github.bactrian.SettingException if a key is unknown or a file cannot be read
     */
    public static ConsoleSettings read(Settings settings, Path data) {
        settings.allowOnly(KEYS);
        return new ConsoleSettings(settings.file("password-file"), data.resolve("console.secret"));
    }
}
