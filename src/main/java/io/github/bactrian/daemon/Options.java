package io.github.bactrian.daemon;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every command takes. */
final class Options {
    @Option(
            names = "--properties",
            paramLabel = "FILE",
            description = "More properties, over those in application.properties. May be repeated.")
    List<Path> properties = List.of();

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "A property, over all others. May be repeated.")
    Map<String, String> defined = new LinkedHashMap<>();

    @Option(
            names = {"-X", "--stacktrace"},
            description = "Show where errors come from.")
    void stacktrace(boolean shown) {
        System.setProperty(CauseConverter.STACKTRACE, Boolean.toString(shown));
    }
}
