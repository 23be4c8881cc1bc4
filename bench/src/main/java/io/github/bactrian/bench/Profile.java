package io.github.bactrian.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** What a recording of Java's says about who used the processor and who allocated: each sample counts for the innermost code that is not the JDK's. */
final class Profile {
    /** By the beginning of a class's name; the first that fits. */
    private static final Map<String, String> OWNERS = owners();

    private final Map<String, Double> cpu = new TreeMap<>();
    private final Map<String, Double> bytes = new TreeMap<>();
    private final Map<String, Double> cpuByMethod = new TreeMap<>();
    private final Map<String, Double> bytesByMethod = new TreeMap<>();

    private static Map<String, String> owners() {
        Map<String, String> owners = new LinkedHashMap<>();
        owners.put("io.github.bactrian.http.", "bactrian: calls");
        owners.put("io.github.bactrian.oauth.", "bactrian: calls");
        owners.put("io.github.bactrian.imports.formats.", "bactrian: reading");
        owners.put("io.github.bactrian.", "bactrian: rows and ledger");
        owners.put("org.sqlite.", "SQLite");
        owners.put("com.fasterxml.jackson.", "Jackson");
        owners.put("org.apache.hc.", "HttpClient");
        owners.put("org.apache.camel.component.http", "camel-http");
        owners.put("org.apache.camel.http.", "camel-http");
        owners.put("org.apache.camel.", "Camel");
        return owners;
    }

    /** @param from samples before do not count */
    static Profile read(Path recording, Instant from, Instant to) throws IOException {
        Profile profile = new Profile();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getStartTime().isAfter(from) && event.getStartTime().isBefore(to)) {
                    profile.add(event);
                }
            }
        }
        return profile;
    }

    private void add(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample" -> add(event, 1, cpu, cpuByMethod);
            case "jdk.ObjectAllocationSample" -> add(event, event.getLong("weight"), bytes, bytesByMethod);
            default -> {}
        }
    }

    private static void add(
            RecordedEvent event, double weight, Map<String, Double> owners, Map<String, Double> methods) {
        List<RecordedFrame> frames = event.getStackTrace() == null
                ? List.of()
                : event.getStackTrace().getFrames();
        String owner = "others";
        String method = "";
        for (RecordedFrame frame : frames) {
            String type = frame.getMethod().getType().getName();
            String found = owner(type);
            if (found != null) {
                owner = found;
                method = type.substring(type.lastIndexOf('.') + 1) + "."
                        + frame.getMethod().getName();
                break;
            }
        }
        owners.merge(owner, weight, Double::sum);
        methods.merge(owner + " | " + method, weight, Double::sum);
    }

    private static String owner(String type) {
        return OWNERS.entrySet().stream()
                .filter(entry -> type.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    static double sum(Map<String, Double> map) {
        return map.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    public static void main(String... args) throws Exception {
        Profile p = read(
                Path.of(args[0]),
                Instant.ofEpochMilli(Long.parseLong(args[1]) / 1000000),
                Instant.ofEpochMilli(Long.parseLong(args[2]) / 1000000));
        double rows = Double.parseDouble(args[3]);
        System.out.println("cpu samples " + sum(p.cpu) + ", alloc bytes per row " + sum(p.bytes) / rows);
        for (var m : List.of(p.cpu, p.cpuByMethod)) {
            double total = sum(m);
            m.entrySet().stream()
                    .sorted((a, b) -> Double.compare(b.getValue(), a.getValue()))
                    .limit(60)
                    .forEach(e -> System.out.printf("%5.1f%%  %s%n", 100 * e.getValue() / total, e.getKey()));
            System.out.println();
        }
        for (var m : List.of(p.bytes, p.bytesByMethod)) {
            m.entrySet().stream()
                    .sorted((a, b) -> Double.compare(b.getValue(), a.getValue()))
                    .limit(60)
                    .forEach(e -> System.out.printf("%8.0f B  %s%n", e.getValue() / rows, e.getKey()));
            System.out.println();
        }
    }
}
