package io.github.bactrian.targets;

import org.apache.camel.Expression;

/** An expression in the place of one that a route has. */
interface Guarded extends Expression {

    /** Returns what is known of it without a message. */
    Forecast forecast();
}
