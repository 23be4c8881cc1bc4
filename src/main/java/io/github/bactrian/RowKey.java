package io.github.bactrian;

import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Which columns are the key of the row that an exchange is about. */
public final class RowKey {

    private static final String PROPERTY = "importKeyColumns";

    private RowKey() {}

    /** Records them; an empty list stands for a row without a key. */
    public static void record(Exchange exchange, List<String> columns) {
        exchange.setProperty(PROPERTY, String.join(", ", columns));
    }

    /** Returns their names, separated by commas; empty if the row has no key, null outside of imports. */
    public static @Nullable String columns(Exchange exchange) {
        return exchange.getProperty(PROPERTY, String.class);
    }
}
