package io.github.bactrian.imports;

import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;

/** Writes sets of row numbers as text, such as {@code 7,9,12-15}, and reads them back. */
final class RowRanges {
    private RowRanges() {}

    static String write(SortedSet<Long> rows) {
        StringBuilder text = new StringBuilder();
        long first = -1;
        long last = -2;
        for (long row : rows) {
            if (row != last + 1) {
                append(text, first, last);
                first = row;
            }
            last = row;
        }
        append(text, first, last);
        return text.toString();
    }

    private static void append(StringBuilder text, long first, long last) {
        if (first < 0) {
            return;
        }
        text.append(text.isEmpty() ? "" : ",").append(first);
        if (last > first) {
            text.append('-').append(last);
        }
    }

    static NavigableSet<Long> read(String text) {
        NavigableSet<Long> rows = new TreeSet<>();
        for (String range : text.isEmpty() ? new String[0] : text.split(",")) {
            int dash = range.indexOf('-');
            long first = Long.parseLong(dash < 0 ? range : range.substring(0, dash));
            long last = dash < 0 ? first : Long.parseLong(range.substring(dash + 1));
            for (long row = first; row <= last; row++) {
                rows.add(row);
            }
        }
        return rows;
    }
}
