package io.github.bactrian.daemon;

import io.github.bactrian.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Columns as wide as what stands in them. A header that begins with {@code >} stands right, as numbers do. */
final class TextTable {
    private final List<List<String>> lines = new ArrayList<>();
    private final List<Boolean> right;

    TextTable(String... headers) {
        this.right =
                List.of(headers).stream().map(header -> header.startsWith(">")).toList();
        row(List.of(headers).stream()
                .map(header -> header.replaceFirst("^>", ""))
                .toArray(String[]::new));
    }

    void row(String... cells) {
        lines.add(Stream.of(cells).map(Printable::of).toList());
    }

    /** A line over all columns. */
    void note(String text) {
        lines.add(List.of(Printable.of(text)));
    }

    @Override
    public String toString() {
        return lines.stream().map(this::line).collect(Collectors.joining(System.lineSeparator()));
    }

    private String line(List<String> cells) {
        if (cells.size() == 1) {
            return cells.get(0);
        }
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String space = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? "" : "  ").append(right.get(column) ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return lines.stream()
                .filter(cells -> cells.size() > 1)
                .mapToInt(cells -> cells.get(column).length())
                .max()
                .orElse(0);
    }
}
