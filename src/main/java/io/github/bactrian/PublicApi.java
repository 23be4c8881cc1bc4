package io.github.bactrian;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What applications that embed the library may rely on: within a major version, nothing public of a marked type goes away or
 * changes its signature. Types without the mark, and members whose signature shows one, are public for other packages of the
 * project only.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface PublicApi {}
