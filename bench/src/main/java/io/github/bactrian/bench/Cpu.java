package io.github.bactrian.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Seconds of processor time, from Linux' {@code /proc}; all 0 where there is none. */
record Cpu(double user, double system) {
    static final Cpu NONE = new Cpu(0, 0);
    private static final double TICKS = 100;
    private static final int USER = 11;

    /** Of a process and of those that it has started and that live. */
    static Cpu of(ProcessHandle process) {
        Cpu sum = read(proc(process).resolve("stat"));
        for (ProcessHandle child : process.descendants().toList()) {
            sum = sum.plus(read(proc(child).resolve("stat")));
        }
        return sum;
    }

    /** By name, without the number at its end; the names of Java's threads are cut off after 15 characters. */
    static Map<String, Cpu> threads(ProcessHandle process) throws IOException {
        Map<String, Cpu> threads = new TreeMap<>();
        Path tasks = proc(process).resolve("task");
        if (Files.isDirectory(tasks)) {
            try (Stream<Path> all = Files.list(tasks)) {
                for (Path task : all.toList()) {
                    Cpu cpu = read(task.resolve("stat"));
                    threads.merge(name(task), cpu, Cpu::plus);
                }
            }
        }
        return threads;
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip().replaceAll("[#0-9 ]+$", "");
        } catch (IOException e) {
            return "ended";
        }
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    private static Cpu read(Path stat) {
        try {
            String line = Files.readString(stat);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return new Cpu(Long.parseLong(fields[USER]) / TICKS, Long.parseLong(fields[USER + 1]) / TICKS);
        } catch (IOException e) {
            // it has ended meanwhile
            return NONE;
        }
    }

    double total() {
        return user + system;
    }

    Cpu plus(Cpu other) {
        return new Cpu(user + other.user, system + other.system);
    }

    Cpu minus(Cpu other) {
        return new Cpu(user - other.user, system - other.system);
    }

    /** Microseconds of it for each of so many. */
    Cpu each(long count) {
        return new Cpu(user * 1e6 / count, system * 1e6 / count);
    }
}
