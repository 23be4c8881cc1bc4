package io.github.bactrian.imports.formats;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats that can be read. */
public enum Format {
    CSV("csv|txt|tsv"),
    JSON("json"),
    JSONL("jsonl|ndjson"),
    XML("xml"),
    XLSX("xlsx|xlsm");

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

    static @Nullable RecordFile open(Path path, String name, FormatSettings settings) throws IOException {
        Packing packing = Packing.of(name);
        String inner = packing.innerName(path, name);
        Format format = of(inner, settings);
        if (format == XLSX) {
            if (packing != Packing.NONE) {
                throw new UnreadableFileException("a workbook is packed already; drop it without .gz or .zip");
            }
            return XlsxFile.open(path, settings);
        }
        try {
            return format.open(source(path, packing, format, settings), settings);
        } catch (EOFException e) {
            throw new UnreadableFileException("the file was shortened while it was read", e);
        }
    }

    private static Format of(String name, FormatSettings settings) throws UnreadableFileException {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean rejectsOfWorkbook = settings.format() == XLSX && ending.matches(CSV.endings);
        if (settings.format() != null && !rejectsOfWorkbook) {
            return settings.format();
        }
        for (Format format : values()) {
            if (ending.matches(format.endings)) {
                return format;
            }
        }
        throw new UnreadableFileException("the ending of " + name + " does not tell its format; name it ."
                + String.join(", .", words()) + ", or set format");
    }

    private static Source source(Path path, Packing packing, Format format, FormatSettings settings)
            throws IOException {
        Source source = Source.of(path, packing);
        boolean asItIs = settings.charset() == null
                || (format == CSV ? Charsets.extendsAscii(settings.charset()) : Charsets.isUtf8(settings.charset()));
        return asItIs || settings.charset() == null ? source : source.transcodedFrom(settings.charset());
    }

    private @Nullable RecordFile open(Source source, FormatSettings settings) throws IOException {
        return switch (this) {
            case CSV -> CsvHead.open(source, settings);
            case JSON -> JsonFile.open(source, settings);
            case JSONL -> JsonLines.open(source, settings);
            case XML -> XmlFile.open(source, settings);
            case XLSX -> throw new IllegalStateException("a workbook is no text");
        };
    }
}
