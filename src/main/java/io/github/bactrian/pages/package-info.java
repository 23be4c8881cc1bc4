/** The expression language {@code pages}: every item of a paged API, fetched while a split goes on. */
@NullMarked
package io.github.bactrian.pages;

import org.jspecify.annotations.NullMarked;
