package io.rondo.containers;

import java.nio.file.Path;

/** Places in the source tree. */
final class ProjectFiles {
    /** The root of the project. */
    static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize().getParent();

    private ProjectFiles() {}
}
