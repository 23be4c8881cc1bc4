package io.github.bactrian.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The name of a file as a route has it, with expressions in it. What comes before the first expression that a message has a
 * say in is the author's; what comes after may not lead out of that directory, neither by its name nor by a link.
 *
 * @param directory all that is the author's, up to the last slash; empty for the working directory
 * @param rest what is below it
 */
record FileName(String directory, String rest) {
    private static final Pattern OF_THE_AUTHOR = Pattern.compile(
            "(?:(?!\\$(?:simple)?\\{).|" + "\\$\\{(?:properties:|env[:.]|sysenv[:.]|sys[:.]|date:now)[^{}]*})*+",
            Pattern.DOTALL);

    static FileName of(String text) {
        Matcher author = OF_THE_AUTHOR.matcher(text);
        int own = author.lookingAt() ? author.end() : 0;
        if (own == text.length()) {
            return new FileName(text, "");
        }
        int slash = Math.max(text.lastIndexOf('/', own - 1), text.lastIndexOf(File.separatorChar, own - 1));
        return new FileName(text.substring(0, slash + 1), text.substring(slash + 1));
    }

    /**
     * The path for a message.
     *
     * @param evaluation of the expressions in a text
     * @throws IOException if it leads out of the directory; the message is the remedy
     */
    Path path(UnaryOperator<String> evaluation) throws IOException {
        Path own = Path.of(evaluation.apply(directory));
        if (rest.isEmpty()) {
            return own;
        }
        Path below = Path.of(evaluation.apply(rest));
        boolean up = StreamSupport.stream(below.spliterator(), false)
                .anyMatch(part -> part.toString().equals(".."));
        if (up || below.isAbsolute() || below.toString().isEmpty()) {
            throw refusal(own, "the message's part of its name leads out of it");
        }
        Path path = own.resolve(below);
        for (int parts = 1; parts < below.getNameCount(); parts++) {
            Path parent = own.resolve(below.subpath(0, parts));
            if (Files.isSymbolicLink(parent)) {
                throw refusal(own, parent + " is a link");
            }
        }
        return path;
    }

    private static IOException refusal(Path own, String why) {
        return new IOException(
                "No file is written outside of the directory " + (own.toString().isEmpty() ? "." : own) + ": " + why
                        + ". Write the directory into the parameter file itself, and leave only names to messages");
    }
}
