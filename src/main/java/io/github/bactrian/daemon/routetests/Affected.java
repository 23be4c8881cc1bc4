package io.github.bactrian.daemon.routetests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which tests a change concerns: those of a changed test file, those that start a changed route; otherwise all. */
public final class Affected {
    private static final Pattern IMPORT = Pattern.compile("\\bimport:([A-Za-z0-9_-]+)");
    private static final Pattern ID = Pattern.compile("\\bid: *[\"']?([\\w.-]+)");

    private Affected() {}

    /**
     * Those of the files that are to run again.
     *
     * @param changed relative to the working directory
     */
    public static List<TestFile> of(Path directory, Collection<Path> changed, List<TestFile> all) throws IOException {
        Set<TestFile> affected = new HashSet<>();
        for (Path file : changed) {
            List<TestFile> found = of(directory, file, all);
            affected.addAll(found.isEmpty() ? all : found);
        }
        return all.stream().filter(affected::contains).toList();
    }

    private static List<TestFile> of(Path directory, Path changed, List<TestFile> all) throws IOException {
        String name = changed.toString().replace('\\', '/');
        if (!name.endsWith(".yaml") || !Files.exists(directory.resolve(changed))) {
            return List.of();
        }
        String text = Files.readString(directory.resolve(changed));
        Set<String> imports = names(IMPORT, text);
        Set<String> routes = names(ID, text);
        return all.stream()
                .filter(file -> file.name().equals(name)
                        || file.tests().stream()
                                .anyMatch(test -> imports.stream().anyMatch(test::drops)
                                        || routes.stream().anyMatch(test::triggers)))
                .toList();
    }

    private static Set<String> names(Pattern pattern, String text) {
        Set<String> names = new HashSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
