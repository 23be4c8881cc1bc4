package io.github.bactrian.daemon.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenKeysTest {
    private final SeenKeys keys = new SeenKeys();

    @Test
    void aKeyIsNewOnce() {
        assertThat(keys.add("a")).isTrue();
        assertThat(keys.add("b")).isTrue();
        assertThat(keys.add("")).isTrue();

        assertThat(keys.add("a")).isFalse();
        assertThat(keys.add("")).isFalse();
    }

    @Test
    void noneOfAMillionKeysIsTakenForAnotherOrForgotten() {
        long taken = 0;
        for (int i = 0; i < 1_000_000; i++) {
            taken += keys.add("user" + i + "@example.com") ? 0 : 1;
        }
        long forgotten = 0;
        for (int i = 0; i < 1_000_000; i++) {
            forgotten += keys.add("user" + i + "@example.com") ? 1 : 0;
        }

        assertThat(taken).isZero();
        assertThat(forgotten).isZero();
    }
}
