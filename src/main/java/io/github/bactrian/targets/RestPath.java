package io.github.bactrian.targets;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.model.ToDefinition;

/**
 * The names in the path of a {@code rest:} endpoint, for which the component takes headers and puts them into the path as they are.
 *
 * @param names of the headers
 */
record RestPath(List<String> names) implements Processor {

    private static final Pattern NAME = Pattern.compile("\\{([^{}]+)}");

    static boolean isComputed(ToDefinition to) {
        return to.getUri() != null && to.getUri().matches("rest(?:-openapi)?:.*\\{.*");
    }

    static RestPath of(ToDefinition to) {
        return new RestPath(NAME.matcher(to.getUri())
                .results()
                .map(name -> name.group(1).replaceFirst("\\?$", ""))
                .toList());
    }

    @Override
    public void process(Exchange exchange) {
        for (String name : names) {
            String value = exchange.getMessage().getHeader(name, String.class);
            if (value != null && (!value.equals(UriText.encoded(value)) || Value.isNoName(value))) {
                throw new RefusedValueException(
                        "the header " + name
                                + " is refused: rest: would put it into the path as it is; call the API with toD, which encodes it");
            }
        }
    }
}
