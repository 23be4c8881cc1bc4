package io.github.bactrian.imports.formats;

/** One record as it stands in its file: an element of a JSON array, a line of JSON, an XML element. */
record RawSpan(long offset, long line, byte[] raw) {
    /** Takes what the window passed over. */
    static RawSpan of(Window window) {
        long offset = window.offset();
        long line = window.line();
        return new RawSpan(offset, line, window.take());
    }
}
