package io.github.bactrian.console;

import io.github.bactrian.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Who may see the page, and who may change something: {@code bactrian.console.*}. Where it listens is said by Camel's own
 * {@code camel.server.host} and {@code camel.server.port}.
 *
 * @param password the file with the password that every request must carry; empty: none, and so only loopback may be listened on
 * @param data the directory of the ledger, where the secret that every change must carry is kept
 * @param stuckAfter a job that is not paused and makes no progress for this long makes the daemon unwell; default 15 minutes
 * @param leastDisk mebibytes that must be free in {@code data}; default 100
 */
public record ConsoleSettings(Optional<Path> password, Path data, Duration stuckAfter, int leastDisk) {
    /** The keys with their defaults. */
    public static final Map<String, String> KEYS =
            Map.of("password-file", "", "stuck-after", "15m", "least-disk", "100");

    /**
     * Reads the group.
     *
     * @param data the directory of the ledger
     * @throws io.github.bactrian.SettingException if a key is unknown or a value cannot be used
     */
    public static ConsoleSettings read(Settings settings, Path data) {
        settings.allowOnly(KEYS.keySet());
        return new ConsoleSettings(
                settings.file("password-file"),
                data,
                settings.duration("stuck-after", Duration.ofMinutes(15)),
                settings.number("least-disk", 1, 100));
    }

    Path secret() {
        return data.resolve("console.secret");
    }
}
