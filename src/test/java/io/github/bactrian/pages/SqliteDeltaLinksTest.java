package io.github.bactrian.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bactrian.imports.ImportComponent;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDeltaLinksTest {

    private static final DeltaName NAME = new DeltaName("users", "graph", "");
    private static final DeltaLink A = new DeltaLink("url", "a");
    private static final DeltaLink B = new DeltaLink("url", "b");

    @TempDir
    private Path directory;

    private SqliteDeltaLinks open() {
        return new SqliteDeltaLinks(directory.resolve("data/ledger.db"));
    }

    @Test
    void aLinkOutlivesItsKeeperAndBelongsToNameProfileAndTenant() {
        assertThat(open().replace(NAME, null, A)).isTrue();

        assertThat(open().find(NAME)).contains(A);
        assertThat(open().find(new DeltaName("users", "other", ""))).isEmpty();
        assertThat(open().find(new DeltaName("users", "graph", "tenant"))).isEmpty();
    }

    @Test
    void whoHasNotSeenTheLastLinkCannotReplaceIt() {
        open().replace(NAME, null, A);

        assertThat(open().replace(NAME, null, B)).isFalse();
        assertThat(open().replace(NAME, B, B)).isFalse();
        assertThat(open().find(NAME)).contains(A);
        assertThat(open().replace(NAME, A, B)).isTrue();
        assertThat(open().replace(NAME, B, null)).isTrue();
        assertThat(open().find(NAME)).isEmpty();
    }

    @Test
    void importsAndDeltaLinksShareTheFileWhoeverComesFirst() throws Exception {
        open().replace(NAME, null, A);
        runAnImport();

        assertThat(open().find(NAME)).contains(A);
        assertThat(open().replace(NAME, A, B)).isTrue();
        runAnImport();
        assertThat(open().find(NAME)).contains(B);
    }

    @Test
    void theFileIsTheOwnersAlone() throws Exception {
        open().replace(NAME, null, A);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("data/ledger.db"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aPlaceThatCannotBeUsedIsNamed() throws Exception {
        Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> new SqliteDeltaLinks(directory.resolve("file/ledger.db")).find(NAME))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("file/ledger.db cannot keep delta links")
                .hasMessageContaining("bactrian.ledger");
    }

    private void runAnImport() throws Exception {
        ImportComponent imports = new ImportComponent();
        imports.setLedger(directory.resolve("data/ledger.db"));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addComponent("import", imports);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("import:users?directory=" + directory.resolve("inbox")).to("mock:row");
                }
            });
            context.start();
        }
    }
}
