package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A cell as it is stored.
 *
 * @param type as in the file: {@code s} for a shared text, {@code n} for a number
 * @param style which of the workbook's formats it has
 * @param value what is stored, with formulas the value stored with them; empty if nothing is
 */
record XlsxCell(String type, int style, String value) {
    static final XlsxCell NONE = new XlsxCell("n", 0, "");

    /** Excel computes with this many digits and shows no more. */
    private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_UP);

    private static final int LONGEST_NUMBER = 400;
    private static final BigDecimal MILLIS_OF_DAY = BigDecimal.valueOf(86_400_000);
    private static final BigDecimal YEAR_10000 = BigDecimal.valueOf(2_958_466);

    /** The cell as text, not as it is painted; null for one that holds an error such as {@code #N/A}, or nonsense. */
    @Nullable
    String text(XlsxBook book, @Nullable XlsxStrings strings) throws IOException {
        if (value.isEmpty()) {
            return "";
        }
        return switch (type) {
            case "s" -> strings == null || !value.matches("\\d{1,9}") ? null : strings.text(Integer.parseInt(value));
            case "b" -> value.equals("1") || value.equals("true") ? "TRUE" : "FALSE";
            case "str", "inlineStr", "d" -> value;
            case "n" -> number(book);
            default -> null;
        };
    }

    private @Nullable String number(XlsxBook book) {
        BigDecimal number;
        try {
            number = new BigDecimal(value.strip());
        } catch (NumberFormatException e) {
            return null;
        }
        if (Math.abs((long) number.scale()) + number.precision() > LONGEST_NUMBER) {
            return null;
        }
        XlsxFormat format = style < book.formats().size() ? book.formats().get(style) : XlsxFormat.NUMBER;
        if (format != XlsxFormat.NUMBER && number.signum() >= 0 && number.compareTo(YEAR_10000) < 0) {
            return moment(number, format, book.from1904());
        }
        BigDecimal shown = number.scale() > 0 ? number.round(DIGITS) : number;
        return shown.signum() == 0 ? "0" : (shown.scale() > 0 ? shown.stripTrailingZeros() : shown).toPlainString();
    }

    private static String moment(BigDecimal number, XlsxFormat format, boolean from1904) {
        // a day is 86400 seconds, of which a double keeps the thousandths at best
        long millis =
                number.multiply(MILLIS_OF_DAY).setScale(0, RoundingMode.HALF_UP).longValueExact();
        long days = millis / MILLIS_OF_DAY.longValue();
        LocalTime clock = LocalTime.ofNanoOfDay(millis % MILLIS_OF_DAY.longValue() * 1_000_000);
        String time = DateTimeFormatter.ISO_LOCAL_TIME.format(clock);
        return switch (format) {
            case DATE -> day(days, from1904).toString();
            case MOMENT -> day(days, from1904) + "T" + time;
            default -> time;
        };
    }

    /** Excel takes 1900 for a leap year, which it was not; behind that February its days are one ahead. */
    private static LocalDate day(long days, boolean from1904) {
        return from1904
                ? LocalDate.of(1904, 1, 1).plusDays(days)
                : LocalDate.of(1899, 12, days < 60 ? 31 : 30).plusDays(days);
    }
}
