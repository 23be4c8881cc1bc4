/** For the tests of applications that embed the library. */
@NullMarked
package io.github.bactrian.junit;

import org.jspecify.annotations.NullMarked;
