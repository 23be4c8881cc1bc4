package io.github.bactrian.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
    /** Reads all of a file, which must not be a link. */
    static FileHash of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return of(in);
        }
    }

    /** Reads to the end. */
    static FileHash of(InputStream in) throws IOException {
        MessageDigest digest = RouteHash.sha256();
        long bytes = new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
        return new FileHash(HexFormat.of().formatHex(digest.digest()), bytes);
    }
}
