package io.github.bactrian.daemon.routetests;

import java.util.ArrayList;
import java.util.List;

/** How one text becomes another, line by line: {@code -} what is expected and not there, {@code +} what is there instead. */
final class LineDiff {
    private static final int CONTEXT = 2;
    private static final int MOST = 400;

    private final List<String> expected;
    private final List<String> actual;
    private final int[][] common;

    private LineDiff(List<String> expected, List<String> actual) {
        this.expected = expected;
        this.actual = actual;
        this.common = new int[expected.size() + 1][actual.size() + 1];
        for (int i = expected.size() - 1; i >= 0; i--) {
            for (int j = actual.size() - 1; j >= 0; j--) {
                common[i][j] = expected.get(i).equals(actual.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
    }

    /** Lines beginning with {@code -}, {@code +} or a blank; the lines of longer texts are cut off. */
    static List<String> of(String expected, String actual) {
        return near(new LineDiff(
                        expected.lines().limit(MOST).toList(),
                        actual.lines().limit(MOST).toList())
                .lines());
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < expected.size() || j < actual.size()) {
            boolean both = i < expected.size() && j < actual.size();
            if (both && expected.get(i).equals(actual.get(j))) {
                lines.add("  " + expected.get(i++));
                j++;
            } else if (j == actual.size() || (both && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + expected.get(i++));
            } else {
                lines.add("+ " + actual.get(j++));
            }
        }
        return lines;
    }

    /** Only what differs and a little around it. */
    private static List<String> near(List<String> lines) {
        List<String> near = new ArrayList<>();
        boolean gap = false;
        for (int i = 0; i < lines.size(); i++) {
            List<String> around = lines.subList(Math.max(0, i - CONTEXT), Math.min(lines.size(), i + CONTEXT + 1));
            boolean shown = around.stream().anyMatch(line -> !line.startsWith(" "));
            if (shown) {
                near.add(lines.get(i));
            } else if (!gap) {
                near.add("  …");
            }
            gap = !shown;
        }
        return near;
    }
}
