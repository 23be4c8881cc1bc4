/** Who the app is: profiles, token sources, the token cache and the processor. */
@NullMarked
package io.github.bactrian.oauth;

import org.jspecify.annotations.NullMarked;
