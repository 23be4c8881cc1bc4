/** Secrets of a vault, read with a profile: {@code {{vault:NAME}}}. */
@NullMarked
package io.github.bactrian.vault;

import org.jspecify.annotations.NullMarked;
