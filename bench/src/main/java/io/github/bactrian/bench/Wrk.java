package io.github.bactrian.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit: wrk, written in C, which posts one and the same row without end and does not look at the answers.
 *
 * @param rate rows a second
 */
record Wrk(double rate, long requests, Cpu used) {
    private static final String SCRIPT = """
            wrk.method = "POST"
            wrk.body = [==[%s]==]
            wrk.headers["Content-Type"] = "application/json"
            wrk.headers["Authorization"] = "%s"
            """;
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

    static Wrk run(Path program, Path work, URI rows, int connections, int seconds, byte[] body, String authorization)
            throws Exception {
        Path script = work.resolve("post.lua");
        Path output = work.resolve("wrk.txt");
        Files.writeString(script, SCRIPT.formatted(new String(body, StandardCharsets.UTF_8), authorization));
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-t" + Math.min(connections, Runtime.getRuntime().availableProcessors()),
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "-s" + script,
                        rows.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Cpu used = Cpu.NONE;
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            Cpu now = Cpu.of(process.toHandle());
            used = now.total() > 0 ? now : used;
        }
        String said = Files.readString(output);
        if (process.exitValue() != 0 || said.contains("Non-2xx")) {
            throw new IOException("wrk: " + said);
        }
        return new Wrk(Double.parseDouble(find(RATE, said)), Long.parseLong(find(REQUESTS, said)), used);
    }

    private static String find(Pattern pattern, String said) throws IOException {
        Matcher matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new IOException("wrk: " + said);
        }
        return matcher.group(1);
    }
}
