/** A database that knows the app by a token in place of a password. */
@NullMarked
package io.github.bactrian.jdbc;

import org.jspecify.annotations.NullMarked;
