/** How files of each format are split into records, and rejected records are given back. Knows nothing of jobs. */
@NullMarked
package io.github.bactrian.imports.formats;

import org.jspecify.annotations.NullMarked;
