/** Profiles in Spring Boot: its properties, and a health indicator. */
@NullMarked
package io.github.bactrian.spring;

import org.jspecify.annotations.NullMarked;
