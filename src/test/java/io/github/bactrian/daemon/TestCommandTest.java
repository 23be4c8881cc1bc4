package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.daemon.routetests.Affected;
import io.github.bactrian.daemon.routetests.TestFile;
import io.github.bactrian.daemon.routetests.TestFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The tests of the shipped routes, and how tests say that something is wrong. */
class TestCommandTest {
    private static final Path FOLDER = Path.of("src/test/resources/routetests");

    /** With {@code golden.write=true} what the tests print becomes what they must print. */
    private static final boolean WRITE = Boolean.getBoolean("golden.write");

    @TempDir
    private Path directory;

    /** @param error what {@code StartFault} says, and everything else on standard error */
    private record Run(int exitCode, String output, String error) {}

    private static Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("test", "--properties", FOLDER + "/test.properties"));
        all.addAll(List.of(arguments));
        PrintStream before = System.out;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        List<String> error = new ArrayList<>();
        try (PrintStream captured = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            int exitCode = Bactrian.commandLine()
                    .setExecutionExceptionHandler((failure, command, line) -> {
                        error.add(String.valueOf(failure.getMessage()));
                        return failure instanceof StartFault fault ? fault.exitCode() : 99;
                    })
                    .execute(all.toArray(String[]::new));
            return new Run(exitCode, output.toString(StandardCharsets.UTF_8), String.join("\n", error));
        } finally {
            System.setOut(before);
        }
    }

    static Stream<Path> failing() throws IOException {
        return files("failing");
    }

    static Stream<Path> wrong() throws IOException {
        return files("wrong");
    }

    private static Stream<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".test.yaml")).sorted().toList().stream();
        }
    }

    @Test
    void theShippedRoutesPassTheirTests() {
        Run run = run();
        System.out.println(run.output());

        assertThat(run.output()).doesNotContain("FAILED");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void whatIsMadeForTestsWorks() {
        Run run = run(FOLDER + "/passing/outside.test.yaml");
        System.out.println(run.output());

        assertThat(run.output()).doesNotContain("FAILED");
        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("failing")
    void aTestThatFailsSaysWhereAndHow(Path file) throws IOException {
        Run run = run(file.toString());
        String output = run.output().replaceAll("  [0-9]+ (ms|s)\n", "  N ms\n");
        Path golden = Path.of(file.toString().replace(".test.yaml", ".txt"));
        if (WRITE) {
            Files.writeString(golden, output);
        }

        assertThat(output).isEqualTo(Files.readString(golden)).doesNotContain("Pin-number");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    /** The first line of each file is the one finding that it must give. */
    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongTestFileGivesItsOneFinding(Path file) throws IOException {
        String expected = Files.readAllLines(file).get(0).substring(2);

        Run run = run(file.toString());

        assertThat(run.error()).isEqualTo(file + expected);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).isEmpty();
    }

    @Test
    void onlyTestsThatAreNamedRun() {
        assertThat(run("--name", "PLACE IS LOST").output())
                .contains("routes/tests/changed-users.test.yaml", "1 test in 1 file: 1 passed")
                .doesNotContain("nightly-users.test.yaml");
        assertThat(run("--name", "no such name")).satisfies(none -> {
            assertThat(none.exitCode()).isEqualTo(2);
            assertThat(none.error()).isEqualTo("No test has 'no such name' in its name");
        });
    }

    @Test
    void buildServersReadTheResultsAsXml() throws Exception {
        Path xml = directory.resolve("reports/routes.xml");

        run(FOLDER + "/failing/calls.test.yaml", "--junit", xml.toString());

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("3");
        Element failure = (Element) document.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message"))
                .isEqualTo(FOLDER + "/failing/calls.test.yaml:9 calls: POST /v1.0/users body.displayName");
        assertThat(failure.getTextContent())
                .contains("expected  \"Ada\"", "actual    \"ada@caravan.example\"")
                .doesNotContain("Pin-number");
    }

    @Test
    void whatThePageShowsPasses() throws IOException {
        List<String> examples = yaml(Path.of("docs/route-tests.md"));

        assertThat(run(write("page.test.yaml", examples.get(0))).output()).contains("1 test in 1 file: 1 passed");
        assertThat(run(write("order.test.yaml", examples.get(1) + """
                trigger: { route: order, body: { id: 7 } }
                expect: { body: { number: 70 } }
            """)).output())
                .contains("1 test in 1 file: 1 passed");
    }

    @Test
    void whatTheReadmeShowsPasses() throws IOException {
        List<String> examples = yaml(Path.of("README.md"));
        write("guests.camel.yaml", examples.get(0));
        String test = write("guests.test.yaml", "tests:\n" + examples.get(1));

        Run run = run(test, "-Dcamel.main.routes-include-pattern=file:target/routetests/*.camel.yaml");

        assertThat(run.output()).contains("1 test in 1 file: 1 passed");
    }

    private static List<String> yaml(Path page) throws IOException {
        return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String write(String name, String text) throws IOException {
        Path folder = Files.createDirectories(Path.of("target/routetests"));
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void aChangedRouteConcernsTheTestsThatStartItAndAnyOtherFileAll() throws IOException {
        List<TestFile> all =
                TestFiles.read(Path.of(""), TestFiles.in(Path.of(""))).files();

        assertThat(affected(all, "routes/import-users.camel.yaml"))
                .containsExactly("routes/tests/import-users.test.yaml");
        assertThat(affected(all, "routes/nightly-users.camel.yaml"))
                .containsExactly("routes/tests/nightly-users.test.yaml");
        assertThat(affected(all, "routes/tests/changed-users.test.yaml"))
                .containsExactly("routes/tests/changed-users.test.yaml");
        assertThat(affected(all, "routes/steps/errors.camel.yaml")).hasSameSizeAs(all);
        assertThat(affected(all, "application.properties")).hasSameSizeAs(all);
    }

    private static List<String> affected(List<TestFile> all, String changed) throws IOException {
        return Affected.of(Path.of(""), List.of(Path.of(changed)), all).stream()
                .map(TestFile::name)
                .toList();
    }

    @Test
    void aSavedFileIsSeenAndNoOther() throws IOException {
        Files.createDirectories(directory.resolve("routes/tests"));
        Path route = Files.writeString(directory.resolve("routes/a.camel.yaml"), "- a");
        FileWatch watch = new FileWatch(directory);
        Files.writeString(directory.resolve("routes/notes.txt"), "a");
        assertThat(watch.changed()).isEmpty();

        Files.writeString(route, "- ab");
        Files.writeString(directory.resolve("routes/tests/a.test.yaml"), "a");
        assertThat(watch.changed())
                .containsExactly(Path.of("routes/a.camel.yaml"), Path.of("routes/tests/a.test.yaml"));

        Files.delete(route);
        assertThat(watch.changed()).containsExactly(Path.of("routes/a.camel.yaml"));
        assertThat(watch.changed()).isEmpty();
    }

    @Test
    void filesThatComeAndGoWhileSomebodyLooksDoNotEndTheWatch() throws Exception {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        FileWatch watch = new FileWatch(directory);
        CompletableFuture<Void> editor = CompletableFuture.runAsync(() -> {
            for (int save = 0; save < 3000; save++) {
                saveAndRemove(routes.resolve(save % 20 + ".camel.yaml"));
            }
        });

        while (!editor.isDone()) {
            watch.changed();
        }

        editor.get();
        watch.changed();
        assertThat(watch.changed()).isEmpty();
    }

    private static void saveAndRemove(Path file) {
        try {
            Files.writeString(file, "- a");
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        run("--name", "every user becomes a line");

        assertThat(Path.of("outbox")).doesNotExist();
        assertThat(Path.of("data/ledger.db")).doesNotExist();
        if (Files.isDirectory(Path.of("/dev/shm"))) {
            try (Stream<Path> left = Files.list(Path.of("/dev/shm"))) {
                assertThat(left.map(Path::toString)).noneMatch(file -> file.contains("bactrian-test"));
            }
        }
    }
}
