package io.github.bactrian.imports.formats;

/**
 * Where a record begins.
 *
 * @param record its 1-based number
 * @param offset in bytes; of a packed file in what it unpacks to, of a workbook in what the sheet unpacks to
 * @param line physical line, of a workbook the sheet's row
 */
public record Position(long record, long offset, long line) {}
