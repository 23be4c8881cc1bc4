package io.github.bactrian.targets;

import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** In place of an expression that Camel would not know, because it uses functions of templates. */
record NoOriginal(String text) implements Expression {

    @Override
    public <T> T evaluate(Exchange exchange, Class<T> type) {
        throw new IllegalStateException(text + " has functions that only templates of URIs know");
    }

    @Override
    public String toString() {
        return text;
    }
}
