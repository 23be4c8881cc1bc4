/** What the Kamelets need that Camel does not bring: files that appear when they are complete. */
@NullMarked
package io.github.bactrian.files;

import org.jspecify.annotations.NullMarked;
