package io.github.bactrian.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.bactrian.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;

/** The receipt as a file beside the data; it appears whole or not at all. */
final class ReceiptFile {
    static final String ENDING = ".receipt.json";

    static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ReceiptFile() {}

    /** Where the receipt lies of a job whose file lies here. */
    static Path of(Path file) {
        return file.resolveSibling(file.getFileName() + ENDING);
    }

    /** Reads the receipt beside a file. */
    static Receipt read(Path file) throws IOException {
        return JSON.readValue(of(file).toFile(), Receipt.class);
    }

    /** Writes or replaces the receipt beside a file; durable when it returns. */
    static void write(Receipt receipt, Path file) throws IOException {
        Path target = of(file);
        Folders.ready(Folders.of(target));
        // another process may write the same receipt now: one settles rows, the other works for the import
        String own = Long.toHexString(ThreadLocalRandom.current().nextLong());
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + own + ".tmp");
        try (OutputStream out = Channels.newOutputStream(OwnerOnly.create(temporary))) {
            out.write(JSON.writeValueAsBytes(receipt));
        }
        Folders.force(temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Folders.force(Folders.of(target));
    }
}
