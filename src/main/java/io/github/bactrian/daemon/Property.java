package io.github.bactrian.daemon;

/**
 * A property as it was set.
 *
 * @param where {@code application.properties:12}, {@code environment variable X} or {@code -Dkey}
 */
record Property(String key, String value, String where) {

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return where + ": " + key;
    }
}
