package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.FormatSettings;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one import.
 *
 * @param name as in {@code import:<name>}: letters, digits, {@code -} and {@code _}
 * @param directory where files are dropped; default {@code inbox/<name>}
 * @param include a glob over file names, such as {@code *.csv}; null takes all. Hidden files and names that end in
 *     {@code ~}, {@code .tmp} or {@code .part} are never taken
 * @param quietPeriod how long a file must stay unchanged before it is taken; default 5 seconds
 * @param doneFileName the name of a marker file that says a file is complete, with {@code ${file:name}} for its name; null
 *     if there are no markers
 * @param reading how files are to be read
 * @param key the columns that identify a row, empty if none do
 * @param secretFields columns masked wherever a row is shown
 * @param parallel rows in flight at most; default 8
 * @param chunk rows in an exchange, whose body is then a list; default 1: the body is the row
 * @param onUnknown what to do with rows whose call was sent and not answered; default {@code keep}
 * @param maxRejects default {@code 50%}
 * @param runSameContent whether a file with the bytes of a completed job is imported again; default false
 * @param maxPause a pause longer than this stops the job; default 24 hours
 * @param window when the import may work; null: always
 * @param onEnd the URI of an endpoint that gets the receipt of each job that ends; null: nobody is told
 * @param onPause the URI of an endpoint that is told of long pauses; null: nobody is told
 * @param keep how long the files of an ended job stay; default 30 days
 */
record ImportSettings(
        String name,
        Path directory,
        @Nullable String include,
        Duration quietPeriod,
        @Nullable String doneFileName,
        FormatSettings reading,
        List<String> key,
        Set<String> secretFields,
        int parallel,
        int chunk,
        OnUnknown onUnknown,
        MaxRejects maxRejects,
        boolean runSameContent,
        Duration maxPause,
        @Nullable Window window,
        @Nullable String onEnd,
        @Nullable String onPause,
        Duration keep) {

    ImportSettings {
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException(
                    "import:" + name
                            + ": an import's name consists of letters, digits, '-' and '_'; it names the directory inbox/<name>");
        }
        if (parallel * chunk > CallMarks.SLOTS / 2) {
            throw new IllegalArgumentException("import:" + name + ": parallel=" + parallel + " exchanges of chunk="
                    + chunk + " rows are more than " + CallMarks.SLOTS / 2 + " rows in flight; lower one of them");
        }
        for (String column : key) {
            if (secretFields.contains(column)) {
                throw new IllegalArgumentException("import:" + name + ": key=" + column
                        + " is also a secret field; a key is shown in logs and headers, choose another column");
            }
        }
    }

    /**
     * Takes the parameters it knows out of {@code parameters}.
     *
     * @throws IllegalArgumentException naming import, parameter, value and what would be right
     */
    static ImportSettings take(String name, Map<String, Object> parameters) {
        Parameters from = new Parameters("import:" + name, parameters);
        ImportSettings settings = new ImportSettings(
                name,
                Path.of(from.text("directory", "inbox/" + name))
                        .toAbsolutePath()
                        .normalize(),
                from.glob("include"),
                from.duration("quietPeriod", "5s"),
                from.marker("doneFileName"),
                reading(from),
                from.list("key"),
                Set.copyOf(from.list("secretFields")),
                from.number("parallel", 8, 1, 1024),
                from.number("chunk", 1, 1, 1000),
                from.onUnknown("onUnknown", "keep"),
                from.maxRejects("maxRejects", "50%"),
                from.choice("sameContent", "skip", "skip", "run").equals("run"),
                from.duration("maxPause", "24h"),
                from.window("window"),
                from.text("onEnd"),
                from.text("onPause"),
                from.duration("keep", "30d"));
        from.refuseOthers();
        return settings;
    }

    private static FormatSettings reading(Parameters from) {
        return new FormatSettings(
                from.format("format"),
                from.text("record"),
                from.text("sheet"),
                from.delimiter("delimiter"),
                from.charset("charset"),
                from.number("skipLines", 0, 0, 1_000_000));
    }

    /** Whether a file of this name is meant to be imported. */
    boolean takes(Path fileName) {
        return isFinished(fileName) && !isMarker(fileName.toString()) && isIncluded(fileName);
    }

    /** Whether a file's name says that it is not one that is still to be written or renamed. */
    static boolean isFinished(Path fileName) {
        String file = fileName.toString();
        return Stream.of("~", ".tmp", ".part").noneMatch(file::endsWith) && !file.startsWith(".");
    }

    /** Whether {@code include} takes files of this name. */
    boolean isIncluded(Path fileName) {
        return include == null || glob(include).matches(fileName);
    }

    /** Whether a file of this name says that others are complete. */
    boolean isMarker(String file) {
        return doneFileName != null && (file.equals(doneFileName) || marked(file) != null);
    }

    /** The name of the one file that a marker is for; null if it is no marker, or one for all files. */
    @Nullable
    String marked(String marker) {
        int at = doneFileName == null ? -1 : doneFileName.indexOf(Parameters.FILE_NAME);
        if (doneFileName == null || at < 0) {
            return null;
        }
        String before = doneFileName.substring(0, at);
        String behind = doneFileName.substring(at + Parameters.FILE_NAME.length());
        return marker.startsWith(before)
                        && marker.endsWith(behind)
                        && marker.length() > before.length() + behind.length()
                ? marker.substring(before.length(), marker.length() - behind.length())
                : null;
    }

    private static PathMatcher glob(String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    }
}
