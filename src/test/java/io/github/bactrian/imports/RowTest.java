package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowTest {
    private final Row row =
            new Row(List.of("mail", "password"), List.of("ann@x.example", "Very-secret-42"), Set.of("password"));

    @Test
    void aSecretFieldIsMaskedWhenTheRowIsShown() {
        assertThat(row).hasToString("{mail=ann@x.example, password=***}");
        assertThat(List.of(row)).hasToString("[{mail=ann@x.example, password=***}]");
        assertThat(row).isEqualTo(Map.of("mail", "ann@x.example", "password", "Very-secret-42"));
    }

    @Test
    void aCopyMasksTooAndLeavesTheOriginalAlone() {
        Row copy = new Row(row);
        copy.put("password", "Other-secret-43");
        copy.put("added", "x");

        assertThat(copy).hasToString("{mail=ann@x.example, password=***, added=x}");
        assertThat(row).containsEntry("password", "Very-secret-42").hasSize(2);
    }
}
