package io.github.bactrian.daemon;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.bactrian.imports.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A file given to the daemon that runs in the same directory, the way anybody would: dropped into its inbox. */
record Handover(Path inbox) {
    private static final int POLL_MS = 250;
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

    /**
     * Drops a copy and waits for its receipt.
     *
     * @throws StartFault if a file of that name lies in the inbox already
     */
    Receipt of(Path file) throws IOException, InterruptedException {
        Files.createDirectories(inbox);
        String name = file.getFileName().toString();
        Path target = inbox.resolve(name);
        if (Files.exists(target)) {
            throw StartFault.configuration(target + " is still waiting to be imported; try again when it is gone");
        }
        Set<Path> before = new HashSet<>(receipts(name));
        // Hidden until it is whole: the daemon must not take half a file.
        Path copy = Files.copy(file, inbox.resolve("." + name + ".part"));
        Files.move(copy, target);
        return await(name, before);
    }

    private Receipt await(String name, Set<Path> before) throws IOException, InterruptedException {
        while (true) {
            Optional<Path> receipt = receipts(name).stream()
                    .filter(path -> !before.contains(path))
                    .findFirst();
            if (receipt.isPresent()) {
                return JSON.readValue(receipt.get().toFile(), Receipt.class);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private Set<Path> receipts(String name) throws IOException {
        Set<Path> receipts = new HashSet<>();
        for (String folder : new String[] {"done", "failed", ".work"}) {
            if (Files.isDirectory(inbox.resolve(folder))) {
                try (Stream<Path> files = Files.list(inbox.resolve(folder))) {
                    files.filter(path -> path.toString().endsWith("-" + name + ".receipt.json"))
                            .forEach(receipts::add);
                }
            }
        }
        return receipts;
    }
}
