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
 * What a row costs one contestant, by who causes it: each sample of a recording is put down to the innermost code that is not the
 * JDK's.
 *
 * @param micros of processor time a row
 * @param bytes allocated a row
 */
record Profile(Map<String, Double> micros, double bytes) {
    /** For the JVM that is to be recorded. */
    static final List<String> OPTIONS = List.of(
            "-XX:StartFlightRecording=filename=" + Profile.FILE + ",settings=profile,jdk.ExecutionSample#period=10ms");

    private static final String FILE = "recording.jfr";
    private static final String REST = "the rest of Java";
    private static final List<String> COLLECTOR = List.of("G1 ", "GC ", "VM ");
    private static final List<String> COMPILERS = List.of("C1 ", "C2 ");

    /**
     * What of a recording counts.
     *
     * @param rows that went through in this time
     * @param threads processor time a row by thread, as {@link Cpu#threads} names them
     */
    record Span(Instant begin, Instant end, long rows, Map<String, Cpu> threads) {}

    /** By the beginning of a class's name; the first that fits. */
    private static final Map<String, String> OWNERS = owners();

    private static Map<String, String> owners() {
        Map<String, String> owners = new LinkedHashMap<>();
        owners.put("org.apache.hc.", "HttpClient");
        owners.put("org.apache.camel.component.http.", "camel-http");
        owners.put("org.apache.camel.http.", "camel-http");
        owners.put("org.apache.camel.", "Camel");
        owners.put("org.apache.commons.csv.", "reading");
        owners.put("org.springframework.batch.item.file.", "reading");
        owners.put("io.github.bactrian.imports.formats.", "reading");
        owners.put("org.springframework.", "Spring");
        owners.put("com.fasterxml.jackson.", "Jackson");
        owners.put("io.github.bactrian.http.", "Bactrian: calls and tokens");
        owners.put("io.github.bactrian.oauth.", "Bactrian: calls and tokens");
        owners.put("io.github.bactrian.imports.", "Bactrian: rows and ledger");
        owners.put("org.sqlite.", "Bactrian: rows and ledger");
        owners.put("io.github.bactrian.bench.", REST);
        owners.put("io.github.bactrian.", "Bactrian: metrics and the like");
        return owners;
    }

    /** @param home where the process worked that was started with {@link #OPTIONS}, and has ended */
    static Profile of(Path home, Span span) throws IOException {
        Map<String, Double> samples = new LinkedHashMap<>();
        double bytes = 0;
        try (RecordingFile file = new RecordingFile(home.resolve(FILE))) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getStartTime().isBefore(span.begin())
                        || event.getStartTime().isAfter(span.end())) {
                    continue;
                }
                switch (event.getEventType().getName()) {
                    case "jdk.ExecutionSample" -> samples.merge(owner(event), 1.0, Double::sum);
                    case "jdk.ObjectAllocationSample" -> bytes += event.getLong("weight");
                    default -> {}
                }
            }
        }
        return new Profile(micros(samples, span.threads()), bytes / span.rows());
    }

    private static Map<String, Double> micros(Map<String, Double> samples, Map<String, Cpu> threads) {
        Map<String, Double> micros = new LinkedHashMap<>();
        Cpu all = sum(threads, List.of(""));
        double collector = sum(threads, COLLECTOR).user();
        double compilers = sum(threads, COMPILERS).user();
        double java = all.user() - collector - compilers;
        double taken = Math.max(
                1, samples.values().stream().mapToDouble(Double::doubleValue).sum());
        micros.put("the kernel: sockets, waking threads", all.system());
        OWNERS.values().forEach(owner -> micros.put(owner, java * samples.getOrDefault(owner, 0.0) / taken));
        micros.remove(REST);
        micros.put(REST, java * samples.getOrDefault(REST, 0.0) / taken);
        micros.put("Java's collector", collector);
        micros.put("Java's compilers", compilers);
        micros.put("all", all.total());
        return micros;
    }

    private static Cpu sum(Map<String, Cpu> threads, List<String> beginnings) {
        return threads.entrySet().stream()
                .filter(thread -> beginnings.stream().anyMatch(thread.getKey()::startsWith))
                .map(Map.Entry::getValue)
                .reduce(Cpu.NONE, Cpu::plus);
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

    /** Of contestants beside each other. */
    static Table table(Map<String, Profile> profiles) {
        String[] columns = Stream.concat(Stream.of("CPU µs a row"), profiles.keySet().stream())
                .toArray(String[]::new);
        Table table = new Table(columns);
        Map<String, Double> parts = profiles.values().iterator().next().micros();
        parts.keySet()
                .forEach(part -> table.add(line(
                        part,
                        profiles.values().stream()
                                .map(profile -> Samples.text(profile.micros().get(part), 1)))));
        table.add(line(
                "allocated bytes a row", profiles.values().stream().map(profile -> Samples.text(profile.bytes(), 0))));
        return table;
    }

    private static Object[] line(String name, Stream<String> cells) {
        return Stream.concat(Stream.of(name), cells).toArray();
    }
}
