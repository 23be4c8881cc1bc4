package io.github.bactrian.daemon.routetests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TestFoldersTest {
    private final Path home = Path.of("target/home").toAbsolutePath();
    private final TestFolders folders = new TestFolders(home);

    @Test
    void whatIsRelativeLiesInTheHome() {
        assertThat(folders.of(Path.of("inbox/users"))).isEqualTo(home.resolve("inbox/users"));
    }

    @Test
    void nothingLiesOutsideOfIt() {
        assertThat(folders.of(Path.of("../../inbox"))).isEqualTo(home.resolve("inbox"));
        assertThat(folders.of(Path.of("a/../../../b"))).isEqualTo(home.resolve("b"));
        assertThat(folders.of(home.getRoot().resolve("srv/in"))).isEqualTo(home.resolve("srv/in"));
    }
}
