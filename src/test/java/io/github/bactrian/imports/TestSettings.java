package io.github.bactrian.imports;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The settings of an import named users, as an endpoint would get them. */
final class TestSettings {
    private TestSettings() {}

    static ImportSettings of(Object... parameters) {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            all.put((String) parameters[i], parameters[i + 1]);
        }
        return ImportSettings.take("users", all);
    }

    static ImportSettings in(Path directory, Object... parameters) {
        Object[] all = new Object[parameters.length + 2];
        all[0] = "directory";
        all[1] = directory.toString();
        System.arraycopy(parameters, 0, all, 2, parameters.length);
        return of(all);
    }
}
