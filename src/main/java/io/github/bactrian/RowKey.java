package io.github.bactrian;

/** What the parts of the project share about the key of an import's row. */
public final class RowKey {

    /** The exchange property with the names of the columns that are the key; absent outside of imports. */
    public static final String COLUMNS_PROPERTY = "importKeyColumns";

    private RowKey() {}
}
