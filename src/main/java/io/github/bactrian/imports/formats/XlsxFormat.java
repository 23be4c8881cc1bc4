package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a number in a workbook stands for, told by how it is painted. */
enum XlsxFormat {
    NUMBER,
    DATE,
    TIME,
    MOMENT;

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|\\\\.|\\[[^\\]]*]|_.|\\*.");
    private static final Pattern ELAPSED = Pattern.compile("(?si).*\\[[hms]+].*");
    /** Excel itself takes fewer. */
    private static final int MOST = 1 << 17;

    /** Those of a workbook's styles, in their order. */
    static List<XlsxFormat> all(XlsxParts parts, String styles) throws IOException {
        Map<String, String> codes = new HashMap<>();
        XlsxXml.each(parts, styles, "numFmt", "numFmts"::equals, element -> {
            codes.put(attribute(element, "numFmtId"), attribute(element, "formatCode"));
            requireFew(codes.size());
        });
        List<XlsxFormat> formats = new ArrayList<>();
        XlsxXml.each(parts, styles, "xf", "cellXfs"::equals, element -> {
            String id = attribute(element, "numFmtId");
            formats.add(of(codes.get(id), id));
            requireFew(formats.size());
        });
        return formats;
    }

    private static String attribute(javax.xml.stream.XMLStreamReader element, String name) {
        String value = XlsxXml.attribute(element, name);
        return value == null ? "" : value;
    }

    private static void requireFew(int count) throws UnreadableFileException {
        if (count > MOST) {
            throw new UnreadableFileException("the workbook has more than " + MOST + " formats; save the sheet as CSV");
        }
    }

    private static XlsxFormat of(@Nullable String code, String id) {
        String letters = code == null ? builtIn(id) : letters(code);
        boolean date = has(letters, "yd") || (has(letters, "m") && !has(letters, "0#"));
        boolean time = has(letters, "hs");
        return date ? (time ? MOMENT : DATE) : time ? TIME : NUMBER;
    }

    /** The letters that stand for themselves. */
    private static String letters(String code) {
        return ELAPSED.matcher(code).matches()
                ? ""
                : QUOTED.matcher(code).replaceAll("").toLowerCase(Locale.ROOT).replace("general", "");
    }

    private static String builtIn(String number) {
        int id = number.matches("\\d{1,4}") ? Integer.parseInt(number) : 0;
        if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58)) {
            return "ymd";
        }
        return id == 22
                ? "ymdhs"
                : (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 ? "hs" : "";
    }

    private static boolean has(String format, String letters) {
        return format.chars().anyMatch(c -> letters.indexOf(c) >= 0);
    }
}
