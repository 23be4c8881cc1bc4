package io.github.bactrian.console;

import io.github.bactrian.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A text that only its owner knows, compared in constant time. */
final class Secret {
    private static final int BYTES = 24;

    private final byte[] value;

    private Secret(String value) {
        this.value = value.getBytes(StandardCharsets.UTF_8);
    }

    /** The one in the file, whose last line ends may be missing. */
    static Secret read(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (text.isEmpty()) {
            throw new IOException(file + " is empty; put the password into its first line");
        }
        return new Secret(text);
    }

    /** A new one, written to the file, which is the owner's alone. */
    static Secret create(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        OwnerOnly.directory(file.toAbsolutePath().resolveSibling(""));
        try (OutputStream out = Channels.newOutputStream(OwnerOnly.create(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return new Secret(text);
    }

    boolean is(@Nullable String offered) {
        return offered != null && MessageDigest.isEqual(value, offered.getBytes(StandardCharsets.UTF_8));
    }

    /** The text itself, for the link that a person at the terminal gets. */
    String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
