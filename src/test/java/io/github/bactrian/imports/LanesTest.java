package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes<Integer> lanes = new Lanes<>();

    @Test
    void rowsWithTheSameKeyRunOneByOneInOrder() {
        assertThat(lanes.enter("ann", 1)).isTrue();
        assertThat(lanes.enter("ann", 2)).isFalse();
        assertThat(lanes.enter("ann", 3)).isFalse();
        assertThat(lanes.enter("bob", 4)).isTrue();
        assertThat(lanes.waiting()).isEqualTo(2);

        assertThat(lanes.leave("ann")).isEqualTo(2);
        assertThat(lanes.enter("ann", 5)).isFalse();
        assertThat(lanes.leave("ann")).isEqualTo(3);
        assertThat(lanes.leave("ann")).isEqualTo(5);
        assertThat(lanes.leave("ann")).isNull();
        assertThat(lanes.waiting()).isZero();
        assertThat(lanes.enter("ann", 6)).isTrue();
    }

    @Test
    void rowsWithoutKeyPassFreely() {
        assertThat(lanes.enter(null, 1)).isTrue();
        assertThat(lanes.enter(null, 2)).isTrue();
        assertThat(lanes.leave(null)).isNull();
    }

    @Test
    void aBlockedKeyBlocksNoOther() {
        lanes.block("ann");
        lanes.block(null);

        assertThat(lanes.isBlocked("ann")).isTrue();
        assertThat(lanes.isBlocked("bob")).isFalse();
        assertThat(lanes.isBlocked(null)).isFalse();
    }
}
