package io.github.bactrian.imports;

import java.nio.charset.Charset;
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
 * @param delimiter null: detected among comma, semicolon and tab
 * @param charset null: UTF-8
 * @param skipLines physical lines before the header; default 0
 * @param key the columns that identify a row, empty if none do
 * @param secretFields columns masked wherever a row is shown
 * @param parallel rows in flight at most; default 8
 * @param onUnknown what to do with rows whose call was sent and not answered; default {@code keep}
 * @param maxRejects default {@code 50%}
 * @param runSameContent whether a file with the bytes of a completed job is imported again; default false
 * @param maxPause a pause longer than this stops the job; default 24 hours
 * @param window when the import may work; null: always
 */
record ImportSettings(
        String name,
        Path directory,
        @Nullable String include,
        Duration quietPeriod,
        @Nullable String doneFileName,
        @Nullable Character delimiter,
        @Nullable Charset charset,
        int skipLines,
        List<String> key,
        Set<String> secretFields,
        int parallel,
        OnUnknown onUnknown,
        MaxRejects maxRejects,
        boolean runSameContent,
        Duration maxPause,
        @Nullable Window window) {

    ImportSettings {
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException(
                    "import:" + name
                            + ": an import's name consists of letters, digits, '-' and '_'; it names the directory inbox/<name>");
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
                from.delimiter("delimiter"),
                from.charset("charset"),
                from.number("skipLines", 0, 0, 1_000_000),
                from.list("key"),
                Set.copyOf(from.list("secretFields")),
                from.number("parallel", 8, 1, 1024),
                from.onUnknown("onUnknown", "keep"),
                from.maxRejects("maxRejects", "50%"),
                from.choice("sameContent", "skip", "skip", "run").equals("run"),
                from.duration("maxPause", "24h"),
                from.window("window"));
        from.choice("format", "csv", "csv");
        from.refuseOthers();
        return settings;
    }

    /** Whether a file of this name is meant to be imported. */
    boolean takes(Path fileName) {
        String file = fileName.toString();
        boolean unfinished = Stream.of("~", ".tmp", ".part").anyMatch(file::endsWith) || file.startsWith(".");
        return !unfinished
                && !isMarker(file)
                && (include == null || glob(include).matches(fileName));
    }

    private boolean isMarker(String file) {
        if (doneFileName == null) {
            return false;
        }
        int at = doneFileName.indexOf(Parameters.FILE_NAME);
        return at < 0
                ? file.equals(doneFileName)
                : file.startsWith(doneFileName.substring(0, at))
                        && file.endsWith(doneFileName.substring(at + Parameters.FILE_NAME.length()));
    }

    private static PathMatcher glob(String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    }
}
