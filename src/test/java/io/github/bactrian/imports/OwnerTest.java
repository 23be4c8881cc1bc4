package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OwnerTest {
    private final Owner self = Owner.self();

    @Test
    void aProcessThatLivesIsNotGone() {
        assertThat(self.isGone()).isFalse();
        assertThat(Owner.parse(self.toString())).isEqualTo(self);
        assertThat(Owner.self()).isEqualTo(self);
    }

    @Test
    void aProcessThatEndedIsGone() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();

        assertThat(new Owner(self.host(), process.pid(), self.started()).isGone())
                .isTrue();
    }

    @Test
    void aProcessThatGotTheNumberOfOneThatEndedIsAnother() {
        assertThat(new Owner(self.host(), self.pid(), self.started() - 1).isGone())
                .isTrue();
    }

    @Test
    void nothingIsKnownOfAProcessOnAnotherHost() {
        assertThat(new Owner("another-host", self.pid(), self.started() - 1).isGone())
                .isFalse();
    }
}
