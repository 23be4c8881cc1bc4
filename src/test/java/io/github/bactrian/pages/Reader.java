package io.github.bactrian.pages;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A process of its own that reads an API once: {@code count URL}, or {@code write LEDGER OUTPUT STEP EXPRESSION}. */
final class Reader {

    private Reader() {}

    /** Runs with a heap of 64 MB. */
    static Process start(Path output, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    static int run(Path output, String... arguments) throws Exception {
        Process process = start(output, arguments);
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("not ended: " + Files.readString(output));
        }
        return process.exitValue();
    }

    public static void main(String[] arguments) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(arguments[0].equals("count") ? counting(arguments) : writing(context, arguments));
            context.start();
            Exchange ended = context.createProducerTemplate().send("direct:start", exchange -> {});
            if (ended.getException() != null) {
                throw ended.getException();
            }
        }
    }

    private static RouteBuilder counting(String[] arguments) {
        AtomicLong count = new AtomicLong();
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .split()
                        .language("pages", arguments[1])
                        .streaming()
                        .process(exchange -> count.addAndGet(
                                exchange.getMessage().getBody(Map.class).size()))
                        .end()
                        .process(exchange -> System.out.println("fields " + count));
            }
        };
    }

    /** Ends without any goodbye at the named step: {@code item}, {@code end} or none. */
    private static RouteBuilder writing(DefaultCamelContext context, String[] arguments) {
        context.getRegistry().bind("links", new SqliteDeltaLinks(Path.of(arguments[1])));
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .split()
                        .language("pages", arguments[4])
                        .streaming()
                        .process(exchange -> Files.writeString(
                                Path.of(arguments[2]),
                                exchange.getMessage().getBody(Map.class).get("id") + "\n",
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND))
                        .process(exchange -> halt("item"))
                        .end()
                        .process(exchange -> halt("end"));
            }

            private void halt(String step) {
                if (arguments[3].equals(step)) {
                    Runtime.getRuntime().halt(9);
                }
            }
        };
    }
}
