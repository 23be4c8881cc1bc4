/** What can be said about routes before anything starts: each finding with file, line, column and the nearest right name. */
@NullMarked
package io.github.bactrian.daemon.check;

import org.jspecify.annotations.NullMarked;
