package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes ids that are the same for the same row of the same file, and tell nothing about its content: HMAC-SHA-256 under
 * the ledger's secret, cut to 128 bits. For one thread.
 */
final class RowIds {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;

    private final Mac mac;
    private final byte[] rootFile;

    /** @param rootSha256 of the file from which the rows come first */
    RowIds(byte[] secret, String rootSha256) {
        this.mac = mac(secret);
        this.rootFile = rootSha256.getBytes(StandardCharsets.US_ASCII);
    }

    /** For the rows of a job. */
    static RowIds of(Ledger ledger, Job job) throws LedgerException {
        return new RowIds(secret(ledger), rootSha256(new JobTable(ledger), job));
    }

    /** The key under which a ledger's ids are made. */
    static byte[] secret(Ledger ledger) throws LedgerException {
        return ledger.ask(connection -> Sql.select(connection, row -> row.getBytes(1), "SELECT value FROM secret"))
                .get(0);
    }

    /** The hash of the file from which a job's rows come first: that of its parent's parent, and so on. */
    private static String rootSha256(JobTable jobs, Job job) throws LedgerException {
        Job root = job;
        for (int generation = 0; root.parent() != null && generation < 1000; generation++) {
            Optional<JobTable.Entry> parent = jobs.byId(root.parent());
            if (parent.isEmpty()) {
                break;
            }
            root = parent.get().job();
        }
        return root.sha256();
    }

    /** The id of a row, 32 hex digits: the same in the root file and in reject files made of it, while it is unchanged. */
    String rowId(SourceRecord row) {
        byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(row.rootRow()).array();
        return hmac(rootFile, number, row.raw());
    }

    /** A name for a key that does not show it; null for a row without one. */
    @Nullable
    String keyHash(@Nullable String key) {
        return key == null ? null : hmac(key.getBytes(StandardCharsets.UTF_8));
    }

    private String hmac(byte[]... parts) {
        for (byte[] part : parts) {
            mac.update(part);
        }
        return HexFormat.of().formatHex(mac.doFinal(), 0, BYTES);
    }

    private static Mac mac(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
