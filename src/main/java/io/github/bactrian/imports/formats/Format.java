package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats that can be read. */
public enum Format {
    CSV("csv|txt|tsv");

    private final String endings;

    Format(String endings) {
        this.endings = endings;
    }

    /** As users write it: {@code csv}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All of them, as users write them. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Format::word).toList();
    }

    static Format of(String name, FormatSettings settings) throws UnreadableFileException {
        if (settings.format() != null) {
            return settings.format();
        }
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        for (Format format : values()) {
            if (ending.matches(format.endings)) {
                return format;
            }
        }
        throw new UnreadableFileException("the ending of " + name + " does not tell its format; name it "
                + "." + String.join(", .", words())
                + ", or set format");
    }

    @Nullable
    RecordFile open(Path path, String name, FormatSettings settings) throws IOException {
        return switch (this) {
            case CSV -> CsvHead.open(Source.of(path), settings);
        };
    }
}
