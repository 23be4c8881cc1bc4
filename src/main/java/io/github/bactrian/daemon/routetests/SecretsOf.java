package io.github.bactrian.daemon.routetests;

import io.github.bactrian.imports.DryRow;
import io.github.bactrian.imports.DryRun;
import io.github.bactrian.imports.ImportComponent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Takes the values of a file's secret columns out of what is shown; the import's route has been started. */
record SecretsOf(ImportComponent imports, String importName, Path file, UnaryOperator<String> before)
        implements UnaryOperator<String> {
    @Override
    public String apply(String text) {
        String masked = before.apply(text);
        try (DryRun rows = imports.dryRun(importName, file)) {
            for (DryRow row = rows.next(); row != null; row = rows.next()) {
                masked = row.withoutWholeSecrets(masked);
            }
            return masked;
        } catch (IOException e) {
            return "(not shown, because the file cannot be searched for secrets: " + e.getMessage() + ")";
        }
    }
}
