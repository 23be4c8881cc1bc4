package io.github.bactrian.targets;

import io.github.bactrian.RowKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Names where a value came from, in the words of whoever made the file. */
final class Columns {

    private static final Pattern OF_THE_BODY =
            Pattern.compile("(?:body|bodyAs\\(Map\\))(?:\\.|\\[['\"]?)([^\\[\\]'\".]+)(?:['\"]?\\])?");

    private Columns() {}

    static String named(Token.Data token, @Nullable Exchange exchange) {
        String keys = exchange == null ? null : RowKey.columns(exchange);
        if (keys == null) {
            return token.written();
        }
        if (token.expression().equals("header.CamelImportKey") && !keys.isEmpty()) {
            return "the key (column " + keys + ")";
        }
        Matcher column = OF_THE_BODY.matcher(token.expression());
        return column.matches() ? "column " + column.group(1) : token.written();
    }
}
