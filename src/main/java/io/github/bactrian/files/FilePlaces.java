package io.github.bactrian.files;

import java.nio.file.Path;

/** A plugin of a Camel context that has files written elsewhere than routes say, as tests do. */
public interface FilePlaces {

    /** Where a file lies that a route names so. */
    Path of(Path named);
}
