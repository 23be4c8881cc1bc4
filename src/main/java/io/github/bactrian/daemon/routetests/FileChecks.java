package io.github.bactrian.daemon.routetests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Holds the files that a test left against those expected. */
record FileChecks(Path home) {

    List<Difference> differences(String pattern, Entry expected) throws IOException {
        List<Path> all = files();
        List<Path> found = all.stream()
                .filter(file -> Wildcards.matchPath(pattern, name(file)))
                .toList();
        boolean absent = expected.isMap()
                && expected.map().containsKey("absent")
                && expected.map().get("absent").flag();
        List<String> names = all.stream().map(this::name).toList();
        if (absent || found.size() != 1) {
            return absent && found.isEmpty()
                    ? List.of()
                    : List.of(Difference.at(expected, pattern, absent ? "no file" : "one file", number(found.size()))
                            .with(names.isEmpty() ? List.of("there are no files") : names));
        }
        return content(expected, name(found.get(0)), Files.readString(found.get(0)));
    }

    private static String number(int files) {
        return files == 0 ? "no file" : files == 1 ? "one file" : files + " files";
    }

    /** Those that a route or an import has made; not the ledger. */
    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !home.relativize(file).startsWith("data"))
                    .sorted()
                    .toList();
        }
    }

    private String name(Path file) {
        return home.relativize(file).toString().replace('\\', '/');
    }

    private static List<Difference> content(Entry expected, String name, String content) {
        Comparison comparison = new Comparison();
        if (!expected.isMap()) {
            comparison.compareText(expected, content, name);
            return comparison.differences();
        }
        List<String> lines = Texts.normal(content).lines().toList();
        Map<String, Entry> text = new HashMap<>(expected.map());
        Entry number = text.remove("lines");
        if (number != null && number.number() != lines.size()) {
            comparison.differs(number, name + " lines", number.text(), "" + lines.size());
        }
        Entry json = text.remove("json");
        if (json != null) {
            comparison.compare(json, Texts.parsed(content), name);
        }
        Entry jsonLines = text.remove("jsonLines");
        if (jsonLines != null) {
            List<JsonNode> parsed =
                    new ArrayList<>(lines.stream().map(Texts::parsed).toList());
            comparison.compare(jsonLines, Texts.JSON.valueToTree(parsed), name);
        }
        text.forEach((matcher, value) -> comparison.matchText(matcher, value, Texts.normal(content), name));
        return comparison.differences();
    }
}
