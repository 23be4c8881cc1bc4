package io.github.bactrian.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What the rows of a file look like at the API.
 *
 * @param checksum of all of them, in whatever order: the sum of their CRC-32
 */
record Bodies(long count, long checksum) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Bodies of(Path csv) throws IOException {
        List<byte[]> all = read(csv);
        return new Bodies(all.size(), all.stream().mapToLong(Bodies::crc).sum());
    }

    /** Each row as a JSON object of its columns, all of them text. */
    static List<byte[]> read(Path csv) throws IOException {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv)) {
            return rows.stream().map(Bodies::json).toList();
        }
    }

    private static byte[] json(NamedCsvRecord row) {
        try {
            return JSON.writeValueAsBytes(row.getFieldsAsMap());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long crc(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return crc.getValue();
    }
}
