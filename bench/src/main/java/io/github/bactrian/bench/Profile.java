package io.github.bactrian.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Who used the processor and who allocated, by a recording of Java's: each sample is put down to the innermost code that is not
 * the JDK's.
 */
final class Profile {
    private static final String REST = "others";

    /** By the beginning of a class's name; the first that fits. */
    private static final Map<String, String> OWNERS = owners();

    private final Map<String, Double> samples = counters();
    private final Map<String, Double> bytes = counters();

    private static Map<String, String> owners() {
        Map<String, String> owners = new LinkedHashMap<>();
        owners.put("org.apache.hc.", "HttpClient");
        owners.put("org.apache.camel.component.http.", "camel-http");
        owners.put("org.apache.camel.http.", "camel-http");
        owners.put("org.apache.camel.", "Camel");
        owners.put("com.fasterxml.jackson.", "Jackson: the body");
        owners.put("io.github.bactrian.http.", "Bactrian: calls and tokens");
        owners.put("io.github.bactrian.oauth.", "Bactrian: calls and tokens");
        owners.put("io.github.bactrian.imports.formats.", "Bactrian: reading");
        owners.put("io.github.bactrian.imports.", "Bactrian: rows and ledger");
        owners.put("org.sqlite.", "Bactrian: rows and ledger");
        owners.put("io.github.bactrian.", "Bactrian: metrics and the like");
        return owners;
    }

    private static Map<String, Double> counters() {
        Map<String, Double> counters = new LinkedHashMap<>();
        OWNERS.values().forEach(owner -> counters.put(owner, 0.0));
        counters.put(REST, 0.0);
        return counters;
    }

    /** For the JVM that is to record until it ends. */
    static List<String> options(Path recording) {
        return List.of(
                "-XX:StartFlightRecording=filename=" + recording + ",settings=profile,jdk.ExecutionSample#period=10ms");
    }

    /** Of what happened between two times. */
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
            case "jdk.ExecutionSample" -> samples.merge(owner(event), 1.0, Double::sum);
            case "jdk.ObjectAllocationSample" ->
                bytes.merge(owner(event), (double) event.getLong("weight"), Double::sum);
            default -> {}
        }
    }

    private static String owner(RecordedEvent event) {
        return Stream.ofNullable(event.getStackTrace())
                .map(RecordedStackTrace::getFrames)
                .flatMap(List::stream)
                .map(Profile::owner)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(REST);
    }

    private static Optional<String> owner(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return OWNERS.keySet().stream().filter(type::startsWith).findFirst().map(OWNERS::get);
    }

    /**
     * What a row costs, by who causes it.
     *
     * @param threads processor time a row by thread, as {@link Cpu#threads} names them
     */
    Table table(long rows, Map<String, Cpu> threads) {
        Cpu all = sum(threads, "");
        double collector = sum(threads, "G1 |GC |VM ").user();
        double compiler = sum(threads, "C1 |C2 ").user();
        double java = all.user() - collector - compiler;
        Table table = new Table("of a row", "CPU µs", "%", "allocated bytes");
        add(table, "the kernel: sockets, and waking threads", all.system(), all, "–");
        samples.forEach((owner, count) -> add(
                table, owner, java * count / Math.max(1, sum(samples)), all, Samples.text(bytes.get(owner) / rows, 0)));
        add(table, "Java's collector", collector, all, "–");
        add(table, "Java's compilers", compiler, all, "–");
        add(table, "all", all.total(), all, Samples.text(sum(bytes) / rows, 0));
        return table;
    }

    private static void add(Table table, String what, double micros, Cpu all, String bytes) {
        table.add(what, Samples.text(micros, 1), Samples.text(100 * micros / all.total(), 0), bytes);
    }

    private static Cpu sum(Map<String, Cpu> threads, String beginning) {
        return threads.entrySet().stream()
                .filter(thread -> Stream.of(beginning.split("\\|"))
                        .anyMatch(start -> thread.getKey().startsWith(start)))
                .map(Map.Entry::getValue)
                .reduce(Cpu.NONE, Cpu::plus);
    }

    private static double sum(Map<String, Double> counters) {
        return counters.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
