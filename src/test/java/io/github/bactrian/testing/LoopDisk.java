package io.github.bactrian.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A disk with ext4 that can lose power, which forgets all that was written and not synchronised, and that can fail, after which
 * nothing can be written until it is repaired. Needs Linux and the right to mount.
 */
public final class LoopDisk implements AutoCloseable {
    private final Path image;
    private final Path directory;

    private LoopDisk(Path image, Path directory) {
        this.image = image;
        this.directory = directory;
    }

    /** Whether this process may mount one here. */
    public static boolean isPossible(Path scratch) throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        try (LoopDisk disk = mount(scratch.resolve("probe.img"), scratch.resolve("probe"), 16)) {
            return Files.isDirectory(disk.directory);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Makes and mounts it.
     *
     * @param image where its blocks are kept
     * @param directory where its files are seen
     */
    public static LoopDisk mount(Path image, Path directory, int megabytes) throws IOException {
        Files.createDirectories(directory);
        run("truncate", "-s", megabytes + "M", image.toString());
        run("mkfs.ext4", "-q", "-F", image.toString());
        LoopDisk disk = new LoopDisk(image, directory);
        disk.mount();
        return disk;
    }

    private void mount() throws IOException {
        run("mount", "-o", "loop,errors=remount-ro", image.toString(), directory.toString());
    }

    /**
     * Takes all that has reached the disk by now for what is left.
     *
     * @param cut ends the processes that use it, after that moment
     */
    public void losePower(Cut cut) throws IOException, InterruptedException {
        Path left = image.resolveSibling(image.getFileName() + ".left");
        run("cp", "--sparse=always", image.toString(), left.toString());
        cut.make();
        unmount();
        Files.move(left, image, StandardCopyOption.REPLACE_EXISTING);
        mount();
    }

    /** What happens when the power is gone. */
    public interface Cut {
        void make() throws IOException, InterruptedException;
    }

    /** Nothing can be written any more, and what was not is lost. */
    public void fail() throws IOException {
        String device = output("findmnt", "-n", "-o", "SOURCE", directory.toString());
        Files.writeString(
                Path.of("/sys/fs/ext4", Path.of(device.strip()).getFileName().toString(), "trigger_fs_error"), "1");
    }

    /** Checks and mounts it again; no process may use it. */
    public void repair() throws IOException {
        unmount();
        Process check = new ProcessBuilder("e2fsck", "-f", "-y", image.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        // 1: it found something to repair
        if (check.onExit().join().exitValue() > 1) {
            throw new IOException(image + " could not be repaired");
        }
        mount();
    }

    private void unmount() throws IOException {
        run("umount", directory.toString());
    }

    private static void run(String... command) throws IOException {
        output(command);
    }

    private static String output(String... command) throws IOException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", directory.toString());
        Files.deleteIfExists(image);
    }
}
