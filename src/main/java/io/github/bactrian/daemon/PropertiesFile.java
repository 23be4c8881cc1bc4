package io.github.bactrian.daemon;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A {@code .properties} file in UTF-8, each entry with its line. */
final class PropertiesFile {
    private PropertiesFile() {}

    /**
     * All entries in order; a key that is set twice comes twice.
     *
     * @param name how messages call the file
     * @throws StartFault if it cannot be read or an escape in it is malformed
     */
    static List<Property> read(Path file, String name) {
        try {
            return entries(Files.readAllLines(file), name);
        } catch (CharacterCodingException e) {
            throw new StartFault(StartFault.CONFIGURATION, name + ": not UTF-8; save the file in that encoding", e);
        } catch (IOException e) {
            throw new StartFault(StartFault.CONFIGURATION, Reasons.of(e), e);
        }
    }

    private static List<Property> entries(List<String> lines, String name) throws IOException {
        List<Property> entries = new ArrayList<>();
        for (int first = 0, next; first < lines.size(); first = next) {
            next = first + 1;
            StringBuilder entry = new StringBuilder(lines.get(first));
            while (!isComment(lines.get(first)) && continues(lines.get(next - 1)) && next < lines.size()) {
                entry.append('\n').append(lines.get(next++));
            }
            String where = name + ":" + (first + 1);
            load(entry.toString(), where)
                    .forEach((key, value) -> entries.add(new Property(key + "", value + "", where)));
        }
        return entries;
    }

    private static Properties load(String entry, String where) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(entry));
        } catch (IllegalArgumentException e) {
            throw new StartFault(StartFault.CONFIGURATION, where + ": " + e.getMessage(), e);
        }
        return properties;
    }

    private static boolean isComment(String line) {
        String text = line.stripLeading();
        return text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == '!';
    }

    /** An odd number of backslashes at the end joins the next line to this one. */
    private static boolean continues(String line) {
        int slashes = 0;
        while (slashes < line.length() && line.charAt(line.length() - 1 - slashes) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }
}
