/** Bactrian: web APIs called under the daemon's own identity, from Camel routes in YAML. */
@NullMarked
package io.github.bactrian;

import org.jspecify.annotations.NullMarked;
