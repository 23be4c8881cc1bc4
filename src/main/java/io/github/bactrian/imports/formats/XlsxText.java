package io.github.bactrian.imports.formats;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.jspecify.annotations.Nullable;

/** A cell as text: what is stored, not how it is painted. Formulas count by the value that was stored with them. */
final class XlsxText {
    private static final Pattern ERROR = Pattern.compile("#(N/A|[A-Z]+[!?]|DIV/0!|GETTING_DATA)");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|\\\\.|\\[[^\\]]*]|_.|\\*.");
    /** Excel computes with this many digits and shows no more. */
    private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_UP);

    private static final int LONGEST_NUMBER = 400;

    private XlsxText() {}

    /** Null for a cell that holds an error such as {@code #N/A}. */
    static @Nullable String of(Cell cell) {
        Object value = cell.getValue();
        if (cell.getType() == CellType.EMPTY || value == null) {
            return "";
        }
        if (value instanceof BigDecimal number) {
            return number(cell, number);
        }
        if (value instanceof Boolean truth) {
            return truth ? "TRUE" : "FALSE";
        }
        String text = value.toString();
        boolean error = cell.getType() == CellType.ERROR
                || (cell.getType() == CellType.FORMULA && ERROR.matcher(text).matches());
        return error ? null : text;
    }

    private static @Nullable String number(Cell cell, BigDecimal number) {
        String format = format(cell);
        boolean date = has(format, "yd") || (has(format, "m") && !has(format, "0#"));
        boolean time = has(format, "hs");
        if ((date || time) && number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(2_958_466)) < 0) {
            return moment(cell, date, time);
        }
        if (Math.abs((long) number.scale()) + number.precision() > LONGEST_NUMBER) {
            return null;
        }
        BigDecimal shown = number.scale() > 0 ? number.round(DIGITS) : number;
        return shown.signum() == 0 ? "0" : strip(shown).toPlainString();
    }

    private static BigDecimal strip(BigDecimal number) {
        return number.scale() > 0 ? number.stripTrailingZeros() : number;
    }

    private static String moment(Cell cell, boolean date, boolean time) {
        // a day is 86400 seconds, of which a double keeps the thousandths at best
        LocalDateTime moment = cell.asDate().plusNanos(500_000).truncatedTo(ChronoUnit.MILLIS);
        if (date && !time) {
            return moment.toLocalDate().toString();
        }
        String clock = DateTimeFormatter.ISO_LOCAL_TIME.format(moment);
        return date ? moment.toLocalDate() + "T" + clock : clock;
    }

    /** The letters of the cell's number format that stand for themselves. */
    private static String format(Cell cell) {
        Integer id = cell.getDataFormatId();
        String format = cell.getDataFormatString();
        if (format == null) {
            return id == null ? "" : builtIn(id);
        }
        boolean elapsed = format.matches("(?si).*\\[[hms]+].*");
        return elapsed
                ? ""
                : QUOTED.matcher(format).replaceAll("").toLowerCase(Locale.ROOT).replace("general", "");
    }

    private static String builtIn(int id) {
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
