/** What the rows of a file would do, found out by running them where nothing can be sent. */
@NullMarked
package io.github.bactrian.daemon.plan;

import org.jspecify.annotations.NullMarked;
