package io.github.bactrian.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Has system calls of a daemon fail on some of its files, for as long as a test wants; needs Linux and a C compiler. */
public final class FaultySystemCalls {
    private static final Map<String, Integer> ERRORS = Map.of("EIO", 5, "ENOSPC", 28, "EROFS", 30);

    private final Path control;

    private FaultySystemCalls(Path control) {
        this.control = control;
    }

    /** Whether this machine can do so. */
    public static boolean isPossible() {
        try {
            return System.getProperty("os.name").equals("Linux") && run("cc", "--version");
        } catch (IOException e) {
            return false;
        }
    }

    /** Prepares processes that are started from now on. */
    public static FaultySystemCalls in(DaemonProcess daemon) throws IOException {
        Path library = daemon.home().resolve("faults.so");
        if (!run("cc", "-shared", "-fPIC", "-O1", "-o", library.toString(), "src/test/c/faults.c", "-ldl")) {
            throw new IOException("src/test/c/faults.c could not be compiled");
        }
        Path control = daemon.home().resolve("faults");
        daemon.environment("LD_PRELOAD", library.toString());
        daemon.environment("FAULTS", control.toString());
        return new FaultySystemCalls(control);
    }

    /**
     * Lets calls fail until {@link #stop}.
     *
     * @param call {@code write}, {@code sync} or {@code mmap}
     * @param error such as {@code EIO}
     * @param path a part of the paths of files on which they fail
     */
    public void start(String call, String error, String path) throws IOException {
        Path part = control.resolveSibling("faults.part");
        Files.writeString(part, call + " " + ERRORS.get(error) + " " + path);
        Files.move(part, control);
    }

    public void stop() throws IOException {
        Files.delete(control);
    }

    private static boolean run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.onExit().join().exitValue() == 0;
    }
}
