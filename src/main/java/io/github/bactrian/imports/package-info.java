/** The <code>import:</code> component: a file, row by row, with a durable position and an outcome for each row. */
@NullMarked
package io.github.bactrian.imports;

import org.jspecify.annotations.NullMarked;
