package io.github.bactrian.daemon.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.AntPathMatcher;

/** The route files that Camel's {@code camel.main.routes-include-pattern} names. */
final class RouteFiles {
    private static final String TESTS = ".test.yaml";

    private RouteFiles() {}

    /**
     * The files that exist now.
     *
     * @param patterns separated by commas; only those that start with {@code file:} and end in {@code .yaml} or {@code .yml} are ours to read
     * @return sorted, relative to {@code directory}
     */
    static List<Path> matching(Path directory, String patterns) {
        return Stream.of(patterns.split(","))
                .map(String::strip)
                .filter(pattern -> pattern.startsWith("file:") && pattern.matches(".*\\.ya?ml"))
                .map(pattern -> pattern.substring("file:".length()))
                .flatMap(pattern -> below(directory, pattern))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Returns the YAML files that lie in the directories of the patterns and that no pattern takes, sorted, relative to {@code directory}.
     */
    static List<Path> unread(Path directory, String patterns) {
        Set<Path> read = Set.copyOf(matching(directory, patterns));
        String all = Stream.of(patterns.split(","))
                .map(String::strip)
                .filter(pattern -> pattern.contains("*") && pattern.contains("/"))
                .map(pattern -> pattern.replaceFirst("[^/]*$", ""))
                .flatMap(folder -> Stream.of(folder + "*.yaml", folder + "*.yml"))
                .collect(Collectors.joining(","));
        return matching(directory, all).stream()
                .filter(file -> !read.contains(file))
                .toList();
    }

    private static Stream<Path> below(Path directory, String pattern) {
        int wild = pattern.indexOf('*');
        String fixed = wild < 0 ? pattern : pattern.substring(0, pattern.lastIndexOf('/', wild) + 1);
        Path start = directory.resolve(fixed);
        if (!Files.exists(start)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(start)) {
            return files
                    .filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(TESTS))
                    .map(directory::relativize)
                    .filter(file -> AntPathMatcher.INSTANCE.match(
                            pattern, file.toString().replace('\\', '/')))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
