package io.github.bactrian.daemon.routetests;

import io.github.bactrian.daemon.check.Finding;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Files of tests, as read.
 *
 * @param findings what is wrong in them; a test that something is wrong in is not among the tests
 */
public record TestFiles(List<TestFile> files, List<Finding> findings) {
    /** How their names end. */
    public static final String ENDING = ".test.yaml";

    /** Where they lie, below the working directory. */
    public static final Path FOLDER = Path.of("routes", "tests");

    private static final List<String> KEYS = List.of("properties", "tests");

    /** All below {@link #FOLDER}, by name; none if there is no such folder. */
    public static List<Path> in(Path directory) throws IOException {
        if (!Files.isDirectory(directory.resolve(FOLDER))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory.resolve(FOLDER))) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .map(directory::relativize)
                    .sorted()
                    .toList();
        }
    }

    /** Reads these, relative to the working directory or not. */
    public static TestFiles read(Path directory, List<Path> paths) {
        List<TestFile> files = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (Path path : paths) {
            String name = path.toString().replace('\\', '/');
            try {
                files.add(file(directory.resolve(path), root(directory.resolve(path), name), findings));
            } catch (WrongTest e) {
                findings.add(e.finding());
            }
        }
        return new TestFiles(files, findings);
    }

    private static Entry root(Path path, String name) {
        try {
            Optional<Node> root =
                    new Compose(LoadSettings.builder().setLabel(name).build()).composeString(Files.readString(path));
            return new Entry(name, root.orElseThrow(() -> wrong(name, Optional.empty(), "the file is empty")));
        } catch (MarkedYamlEngineException e) {
            throw wrong(name, e.getProblemMark(), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw wrong(name, Optional.empty(), "not YAML: " + e.getMessage());
        } catch (CharacterCodingException e) {
            throw wrong(name, Optional.empty(), "not UTF-8");
        } catch (IOException e) {
            throw wrong(name, Optional.empty(), "cannot be read: " + e);
        }
    }

    private static WrongTest wrong(String name, Optional<Mark> mark, String what) {
        return new WrongTest(new Finding(
                name,
                mark.map(Mark::getLine).orElse(-1) + 1,
                mark.map(Mark::getColumn).orElse(-1) + 1,
                what));
    }

    private static TestFile file(Path path, Entry root, List<Finding> findings) {
        Map<String, Entry> keys = root.map(KEYS);
        if (!keys.containsKey("tests")) {
            throw root.wrong("there are no tests in this file");
        }
        Map<String, String> properties = new TreeMap<>();
        if (keys.containsKey("properties")) {
            keys.get("properties").map().forEach((key, value) -> properties.put(key, value.text()));
        }
        List<RouteTest> tests = new ArrayList<>();
        TestReader reader = new TestReader(path.toAbsolutePath().getParent());
        for (Entry entry : keys.get("tests").list()) {
            try {
                tests.add(reader.read(entry));
            } catch (WrongTest e) {
                findings.add(e.finding());
            }
        }
        return new TestFile(root.file(), properties, tests);
    }
}
