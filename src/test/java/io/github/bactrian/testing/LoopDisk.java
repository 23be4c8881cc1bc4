package io.github.bactrian.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real file system in a file, which can fail, be repaired and be filled; needs Linux, root and loop devices. */
public final class LoopDisk implements AutoCloseable {
    private static final Map<String, List<String>> MAKE = Map.of(
            "ext4", List.of("mkfs.ext4", "-q", "-F"),
            "xfs", List.of("mkfs.xfs", "-q", "-f"),
            "btrfs", List.of("mkfs.btrfs", "-q", "-f", "--mixed"));

    private final Path image;
    private final Path directory;

    private LoopDisk(Path image, Path directory) {
        this.image = image;
        this.directory = directory;
    }

    /** Whether a file system of this type can be made and mounted here. */
    public static boolean isPossible(String type, Path directory) throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        try {
            mount(type, directory, 320).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Makes and mounts it.
     *
     * @param directory is made, and hides what it held until it is closed
     */
    public static LoopDisk mount(String type, Path directory, int megabytes) throws IOException {
        Files.createDirectories(directory);
        Path image = directory.resolveSibling(directory.getFileName() + "." + type);
        run("truncate", "-s", megabytes + "M", image.toString());
        List<String> make = new ArrayList<>(MAKE.get(type));
        make.add(image.toString());
        run(make.toArray(String[]::new));
        LoopDisk disk = new LoopDisk(image, directory);
        disk.mount(type.equals("ext4") ? "loop,errors=remount-ro" : "loop");
        run("chmod", "700", directory.toString());
        return disk;
    }

    private void mount(String options) throws IOException {
        run("mount", "-o", options, image.toString(), directory.toString());
    }

    /** Has an ext4 meet an error, after which it is read-only. */
    public void fail() throws IOException {
        String device =
                run("losetup", "-n", "-O", "NAME", "-j", image.toString()).strip();
        Path trigger = Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString(), "trigger_fs_error");
        Files.writeString(trigger, "1");
    }

    /** Unmounts, checks and mounts an ext4 again, as an operator does after it failed; no process may use it. */
    public void repair() throws IOException {
        run("umount", directory.toString());
        run("e2fsck", "-f", "-y", image.toString());
        mount("loop,errors=remount-ro");
    }

    /**
     * Takes all that has reached the disk by now for what is left: what was written and not synchronised is forgotten.
     *
     * @param cut ends the processes that use it, after that moment
     */
    public void losePower(Cut cut) throws IOException, InterruptedException {
        Path left = image.resolveSibling(image.getFileName() + ".left");
        run("cp", "--sparse=always", image.toString(), left.toString());
        cut.make();
        run("umount", directory.toString());
        Files.move(left, image, StandardCopyOption.REPLACE_EXISTING);
        mount("loop,errors=remount-ro");
    }

    /** What happens when the power is gone. */
    public interface Cut {
        void make() throws IOException, InterruptedException;
    }

    /** Takes all space that is left. */
    public void fill() throws IOException {
        SmallDisk.fill(directory);
    }

    /** Gives the space back that {@link #fill} took. */
    public void free() throws IOException {
        SmallDisk.free(directory);
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.onExit().join().exitValue();
        // 1: what was wrong has been corrected
        if (code != 0 && !(command[0].equals("e2fsck") && code == 1)) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    @Override
    public void close() throws IOException {
        // what is still open there keeps it until it is closed
        run("umount", "-l", directory.toString());
        Files.delete(image);
    }
}
