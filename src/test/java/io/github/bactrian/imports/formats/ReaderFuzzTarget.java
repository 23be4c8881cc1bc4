package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What Jazzer runs: {@code ./mvnw -Pfuzz test-compile exec:exec}. The first byte says what the others are. */
public final class ReaderFuzzTarget {
    private static final Path HOME = home();

    private ReaderFuzzTarget() {}

    private static Path home() {
        try {
            return Files.createTempDirectory("bactrian-fuzz");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length > 0) {
            FuzzedKind[] kinds = FuzzedKind.values();
            FuzzedFile.check(HOME, kinds[(input[0] & 0xFF) % kinds.length], Arrays.copyOfRange(input, 1, input.length));
        }
    }
}
