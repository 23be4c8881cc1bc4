/** The process: command line, settings, check. */
@NullMarked
package io.github.bactrian.daemon;

import org.jspecify.annotations.NullMarked;
