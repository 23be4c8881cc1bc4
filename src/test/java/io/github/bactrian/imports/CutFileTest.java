package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody cuts when their first row runs. */
class CutFileTest {
    private static final int ROWS = 20_000;

    @TempDir
    Path home;

    private final Set<String> ran = new ConcurrentSkipListSet<>();
    private final AtomicBoolean cut = new AtomicBoolean();

    @Test
    void aRowIsNotRunThatWasCutInTheMiddleWhileItsFileWasRead() throws Exception {
        List<String> keys = IntStream.range(0, ROWS).mapToObj(CutFileTest::key).toList();
        int middle = "id\n".length() + 14_321 * "p0000000\n".length() - 3;
        try (RunningImport users = running(exchange -> cut(middle))) {
            users.drop("new.csv", "id\n" + String.join("\n", keys) + "\n");

            JsonNode receipt = users.receipt("failed", "new.csv");

            assertThat(receipt.at("/status").textValue()).isEqualTo("incomplete");
            assertThat(keys).as("rows that ran").containsAll(ran);
        }
    }

    @Test
    void rejectsOfRowsThatAreGoneFromACutFileComeBackAsNumbers() throws Exception {
        String rows = IntStream.range(0, ROWS)
                .mapToObj(row -> "{\"id\":\"" + key(row) + "\"}")
                .collect(Collectors.joining(",\n", "[", "]"));
        try (RunningImport users = running(exchange -> {
            cut(50);
            throw new IllegalArgumentException("no");
        })) {
            users.drop("new.json", rows);

            JsonNode receipt = users.receipt("failed", "new.json");

            assertThat(receipt.at("/status").textValue()).isEqualTo("incomplete");
            int rejected = receipt.at("/rows/rejected").intValue();
            JsonNode rejects = new ObjectMapper()
                    .readTree(users.file("rejects", "new.json").toFile());
            assertThat(rejects).hasSize(rejected);
            assertThat(rejects.at("/0/id").textValue()).isEqualTo(key(0));
            assertThat(rejects.get(rejected - 1).at("/_row").asInt()).isEqualTo(rejected);
        }
    }

    private RunningImport running(Processor processor) throws Exception {
        return RunningImport.ofRoutes(
                home,
                context -> context.getRegistry().bind("row", (Processor) exchange -> {
                    ran.add(exchange.getMessage().getHeader("CamelImportKey", String.class));
                    processor.process(exchange);
                }),
                """
                - route:
                    from:
                      uri: import:users
                      parameters: { key: id, maxRejects: 20000 }
                      steps: [ process: { ref: row } ]
                """);
    }

    private static String key(int row) {
        return "p%07d".formatted(row);
    }

    private void cut(int length) {
        if (cut.compareAndSet(false, true)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(home.resolve("inbox/.work"), "*-new.*")) {
                for (Path file : files) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(length);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
