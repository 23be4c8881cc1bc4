package io.github.bactrian;

import org.jspecify.annotations.Nullable;

/** A property that cannot be used as it is. The message names the key, the value (never that of a secret) and the remedy. */
@PublicApi
public final class SettingException extends IllegalArgumentException {

    private final String key;

    /**
     * @param value as given; null if absent or secret
     * @param remedy what is wrong and what to write instead, as a clause that ends the sentence
     */
    public SettingException(String key, @Nullable String value, String remedy) {
        super(value == null ? key + ": " + remedy : key + " = " + value + ": " + remedy);
        this.key = key;
    }

    /** The full name of the property at fault. */
    public String key() {
        return key;
    }
}
