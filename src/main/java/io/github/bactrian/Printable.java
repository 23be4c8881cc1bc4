package io.github.bactrian;

import java.util.HexFormat;
import java.util.function.IntPredicate;

/**
 * Text that may come from strangers, as it is shown in logs and by commands: what would steer a terminal, end a line or turn
 * the direction of reading is written out, such as {@code \n} and {@code \u001b}.
 */
public final class Printable {
    /** Marks that change the direction in which the text around them is read, and separators of lines. */
    private static final String MARKS =
            "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

    private Printable() {}

    /** Returns the text on one line. */
    public static String of(String text) {
        return escaped(text, Printable::isUnfit);
    }

    /** Returns the text with the line feeds and tabs it has, for a text whose lines are our own. */
    public static String lines(String text) {
        String unix = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
        return escaped(unix, c -> c != '\n' && c != '\t' && isUnfit(c));
    }

    private static boolean isUnfit(int c) {
        return c < ' ' || (c >= 0x7f && c < 0xa0) || (c > 0xff && MARKS.indexOf(c) >= 0);
    }

    private static String escaped(String text, IntPredicate unfit) {
        if (text.chars().noneMatch(unfit)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> escaped.append(unfit.test(c) ? escape((char) c) : String.valueOf((char) c)));
        return escaped.toString();
    }

    private static String escape(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\u" + HexFormat.of().toHexDigits(c);
        };
    }
}
