/** The page for people who watch, and what machines ask: health and metrics. It shows; steering is the imports' own. */
@NullMarked
package io.github.bactrian.console;

import org.jspecify.annotations.NullMarked;
