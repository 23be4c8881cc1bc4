package io.github.bactrian.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of text in columns, printed as a Markdown table that is also aligned. */
final class Table {
    private final List<List<String>> lines = new ArrayList<>();

    Table(String... columns) {
        lines.add(List.of(columns));
    }

    void add(Object... cells) {
        lines.add(java.util.Arrays.stream(cells).map(String::valueOf).toList());
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, lines.get(0).size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> text =
                lines.stream().map(line -> line(line, widths)).collect(Collectors.toCollection(ArrayList::new));
        text.add(
                1,
                IntStream.of(widths)
                        .mapToObj(width -> "-".repeat(width + 2))
                        .collect(Collectors.joining("|", "|", "|")));
        return String.join(System.lineSeparator(), text);
    }

    /** Words to the left, figures to the right. */
    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(i -> " " + (i == 0 ? left(cells.get(i), widths[i]) : right(cells.get(i), widths[i])) + " ")
                .collect(Collectors.joining("|", "|", "|"));
    }

    private static String left(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String right(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }
}
