/** Tests of routes, written in YAML: what is dropped or triggered, how the API behaves, and what is expected to come of it. */
@NullMarked
package io.github.bactrian.daemon.routetests;

import org.jspecify.annotations.NullMarked;
