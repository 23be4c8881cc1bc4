package io.github.bactrian.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of its own, so small that it can be filled; needs Linux and the right to mount. */
public final class SmallDisk implements AutoCloseable {
    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Whether this process may mount: as root, or in a namespace of its own ({@code unshare -rm}). */
    public static boolean isPossible(Path directory) throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        Files.createDirectories(directory);
        boolean mounted = run(List.of("mount", "-t", "tmpfs", "-o", "size=64k", "none", directory.toString()));
        return mounted && run(List.of("umount", directory.toString()));
    }

    /**
     * Mounts it.
     *
     * @param directory is made, and hides what it held until it is closed
     */
    public static SmallDisk mount(Path directory, int kilobytes) throws IOException {
        Files.createDirectories(directory);
        if (!run(List.of(
                "mount", "-t", "tmpfs", "-o", "mode=700,size=" + kilobytes + "k", "none", directory.toString()))) {
            throw new IOException(directory + " could not be mounted");
        }
        return new SmallDisk(directory);
    }

    private static boolean run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.onExit().join().exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Takes all space that is left. */
    public void fill() throws IOException {
        fill(directory);
    }

    static void fill(Path directory) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler(directory))) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (directory.toFile().getUsableSpace() > 0) {
                throw e;
            }
        }
    }

    /** Gives the space back that {@link #fill} took. */
    public void free() throws IOException {
        free(directory);
    }

    static void free(Path directory) throws IOException {
        Files.delete(filler(directory));
    }

    private static Path filler(Path directory) {
        return directory.resolve(".filler.tmp");
    }

    @Override
    public void close() {
        // what is still open there keeps it until it is closed
        run(List.of("umount", "-l", directory.toString()));
    }
}
