package io.rondo.cli.option;

import io.rondo.codecs.log.LogFileName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds logs in directories. */
public final class LogPaths {
    private LogPaths() {}

    /**
     * Returns the directories in a directory of logs, one for each channel, sorted by name; also those without a log file.
     *
     * @param directory of the logs, or of one log, which is returned then
     * @return their paths
     * @throws IOException if it does not exist or cannot be read
     */
    public static List<Path> in(Path directory) throws IOException {
        if (hasLogFiles(directory)) {
            return List.of(directory);
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isDirectory).filter(child -> !child.getFileName().toString().startsWith("."))
                    .sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Returns the logs that a path stands for: those in it, or the path itself if it has none. A directory that cannot be read
     * counts as a log, so that the command reports it; except {@code lost+found} of a file system.
     *
     * @param path need not exist
     * @return at least one path
     * @throws IOException if the path is a directory that cannot be read
     */
    static List<Path> of(Path path) throws IOException {
        try {
            List<Path> logs = new ArrayList<>();
            for (Path each : in(path)) {
                if (isLog(each)) {
                    logs.add(each);
                }
            }
            if (!logs.isEmpty()) {
                return logs;
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // The command that opens it reports this.
        }
        return List.of(path);
    }

    private static boolean isLog(Path directory) throws IOException {
        try {
            return hasLogFiles(directory);
        } catch (AccessDeniedException e) {
            return !directory.endsWith("lost+found");
        }
    }

    private static boolean hasLogFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> LogFileName.parse(file.getFileName().toString()) != null);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
