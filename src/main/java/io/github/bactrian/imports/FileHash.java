package io.github.bactrian.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What tells a file's content from any other.
 *
 * @param sha256 in hexadecimal digits
 */
record FileHash(String sha256, long bytes) {
    /** Reads all of a file. */
    static FileHash of(Path file) throws IOException {
        MessageDigest digest = RouteHash.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            long bytes = in.transferTo(OutputStream.nullOutputStream());
            return new FileHash(HexFormat.of().formatHex(digest.digest()), bytes);
        }
    }
}
