package io.github.bactrian.imports;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A receipt as the body of a message: a map, which reads well as text. */
final class Notice extends LinkedHashMap<String, Object> {
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    Notice(Receipt receipt) {
        super(ReceiptFile.JSON.convertValue(receipt, MAP));
    }

    /** One field a line. */
    @Override
    public String toString() {
        return entrySet().stream()
                .filter(field -> field.getValue() != null)
                .map(field -> field.getKey() + ": " + field.getValue())
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
