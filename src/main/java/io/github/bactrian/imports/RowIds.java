package io.github.bactrian.imports;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes ids that are the same for the same row of the same file, and tell nothing about its content: HMAC-SHA-256 under
 * the ledger's secret, cut to 128 bits.
 */
final class RowIds {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;

    private final SecretKeySpec secret;

    RowIds(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The id of a row: 32 hex digits. */
    String rowId(String fileSha256, long row, byte[] content) {
        return hmac(
                fileSha256.getBytes(StandardCharsets.US_ASCII),
                ByteBuffer.allocate(8).putLong(row).array(),
                content);
    }

    /** A name for a key that does not show it; null for a row without one. */
    @Nullable
    String keyHash(@Nullable String key) {
        return key == null ? null : hmac(key.getBytes(StandardCharsets.UTF_8));
    }

    private String hmac(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
