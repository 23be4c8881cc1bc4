/** Profiles in an application of somebody else's: found by Camel, or installed by one line. */
@NullMarked
package io.github.bactrian.embed;

import org.jspecify.annotations.NullMarked;
