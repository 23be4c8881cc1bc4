package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Who holds a job: a process on a machine that was started at some time.
 *
 * @param host the machine and, on Linux, the container: the numbers of another one's processes mean nothing here
 */
record Owner(String host, long pid, long started) {
    /** How long a job stays its owner's after the last sign of life. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final int START_FIELD = 19;
    private static final Path PROCESS_NAMESPACE = Path.of("/proc/self/ns/pid");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    static Owner self() {
        return new Owner(hostName(), ProcessHandle.current().pid(), startOf(ProcessHandle.current()));
    }

    static Owner parse(String text) {
        List<String> parts = List.of(text.split(" ", 3));
        return new Owner(parts.get(0), Long.parseLong(parts.get(1)), Long.parseLong(parts.get(2)));
    }

    /** Whether the process is known to have ended; false if it ran on another machine. */
    boolean isGone() {
        return host.equals(hostName())
                && ProcessHandle.of(pid)
                        .map(process -> startOf(process) != started)
                        .orElse(true);
    }

    /** Names this run of the machine; empty where the system does not tell, and then no two runs are the same. */
    static String boot() {
        return contents(BOOT_ID);
    }

    /**
     * When a process began: on Linux in ticks since the machine was started, because the time of day that Java tells moves
     * whenever the clock is set, and differs from one process to the next.
     */
    private static long startOf(ProcessHandle process) {
        String stat = contents(Path.of("/proc", Long.toString(process.pid()), "stat"));
        // the name, in parentheses, may hold anything; the start is the 20th field behind it
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return fields.length > START_FIELD
                ? Long.parseLong(fields[START_FIELD])
                : process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String hostName() {
        String name = contents(HOST_NAME);
        name = name.isEmpty() ? Objects.requireNonNullElse(System.getenv("COMPUTERNAME"), "") : name;
        return (name.isEmpty() ? "localhost" : name.replace(' ', '-')) + processNamespace();
    }

    private static String processNamespace() {
        try {
            return "/" + Files.readSymbolicLink(PROCESS_NAMESPACE);
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private static String contents(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public String toString() {
        return host + " " + pid + " " + started;
    }
}
