package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RowRangesTest {

    @Test
    void neighboursAreWrittenAsARange() {
        assertThat(RowRanges.write(new TreeSet<>(List.of(12L, 7L, 9L, 13L, 14L, 1L, 2L))))
                .isEqualTo("1-2,7,9,12-14");
        assertThat(RowRanges.write(new TreeSet<>())).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            int most = 1 + random.nextInt(200);
            TreeSet<Long> rows = random.longs(random.nextInt(100), 1, 1 + most)
                    .boxed()
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(RowRanges.read(RowRanges.write(rows))).isEqualTo(rows);
        }
    }
}
