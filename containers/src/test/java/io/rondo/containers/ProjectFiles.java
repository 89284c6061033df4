package io.rondo.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Places in the source tree. */
final class ProjectFiles {
    /** The root of the project. */
    static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize().getParent();

    private ProjectFiles() {}

    /** Returns the root without symbolic links, as {@code .ci/docker} names it. */
    static String realRoot() {
        try {
            return ROOT.toRealPath().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
