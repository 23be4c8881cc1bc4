package io.github.bactrian.daemon.routetests;

import io.github.bactrian.daemon.plan.Colours;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How tests ended, in lines for people. */
public record TestReport(Colours colours) {
    private static final String STEP = "  ";
    private static final int MOST_LINES = 20;

    /** One line, and behind a test that failed what was otherwise than expected. */
    public List<String> lines(TestResult result) {
        List<String> lines = new ArrayList<>();
        String time = colours.dim(millis(result.took()));
        String name = result.test().name();
        if (result.passed()) {
            lines.add(STEP + colours.good("ok") + "      " + name + STEP + time);
            return lines;
        }
        lines.add(STEP + colours.bad("FAILED") + STEP + colours.strong(name) + STEP + time);
        result.differences().forEach(difference -> lines.addAll(lines(difference, colours)));
        result.log().forEach(line -> lines.add(STEP.repeat(3) + colours.dim("log: " + line)));
        return lines;
    }

    /** What was otherwise than expected, without colours. */
    static List<String> plain(TestResult result) {
        List<String> lines = new ArrayList<>();
        Colours none = new Colours(false);
        result.differences().forEach(difference -> lines.addAll(lines(difference, none)));
        result.log().forEach(line -> lines.add(STEP.repeat(3) + "log: " + line));
        return lines;
    }

    private static List<String> lines(Difference difference, Colours colours) {
        List<String> lines = new ArrayList<>();
        String in = STEP.repeat(4);
        lines.add(STEP.repeat(3) + difference.file() + ":" + difference.line() + STEP + difference.what());
        String expected = difference.expected();
        String actual = difference.actual();
        if (expected.indexOf('\n') >= 0) {
            LineDiff.of(expected, actual).forEach(line -> lines.add(in + coloured(line, colours)));
        } else if (!expected.isEmpty() || !actual.isEmpty()) {
            lines.add(in + "expected  " + colours.good(expected));
            lines.add(in + "actual    "
                    + actual.lines()
                            .limit(MOST_LINES)
                            .map(colours::bad)
                            .collect(Collectors.joining("\n" + in + "          ")));
        }
        difference.notes().forEach(note -> lines.add(in + "          " + colours.dim(note)));
        return lines;
    }

    private static String coloured(String line, Colours colours) {
        return line.startsWith("-") ? colours.good(line) : line.startsWith("+") ? colours.bad(line) : line;
    }

    /** What is shown before tests run again. */
    public String saved(List<String> files) {
        return colours.strong(String.join(", ", files)) + (files.size() == 1 ? " was saved" : " were saved");
    }

    /** The last line. */
    public String summary(List<TestResult> results, int files, Duration took) {
        long failed = results.stream().filter(result -> !result.passed()).count();
        long passed = results.size() - failed;
        String end = failed == 0 ? colours.good(passed + " passed") : passed + " passed";
        return number(results.size(), "test") + " in " + number(files, "file") + ": " + end
                + (failed == 0 ? "" : ", " + colours.bad(failed + " failed")) + STEP + colours.dim(millis(took));
    }

    private static String number(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String millis(Duration took) {
        return took.toMillis() < 10_000 ? took.toMillis() + " ms" : took.toSeconds() + " s";
    }
}
