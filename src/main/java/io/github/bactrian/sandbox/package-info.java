/** An issuer shaped like Entra and a directory API shaped like Graph, for work without a tenant. */
@NullMarked
package io.github.bactrian.sandbox;

import org.jspecify.annotations.NullMarked;
