/** What happens to a call on its way out: authorization, the gate, the call journal. */
@NullMarked
package io.github.bactrian.http;

import org.jspecify.annotations.NullMarked;
