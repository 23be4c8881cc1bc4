/** Who calls us: routes that are triggered by HTTP, and whom they serve. */
@NullMarked
package io.github.bactrian.inbound;

import org.jspecify.annotations.NullMarked;
