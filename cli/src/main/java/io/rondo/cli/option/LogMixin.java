package io.rondo.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The log of a command: a channel in the log directory, or the path of the log's own directory. */
public final class LogMixin {
    @Parameters(index = "0", paramLabel = "LOG",
            description = "A channel that has a log, or the path of a log's directory, such as ./feed.")
    private String log;

    @Mixin
    private LogDirectoryMixin directory;

    /** Returns the log's directory, which need not exist: an argument with a slash is a path. */
    public Path path() {
        return log.contains("/") || log.equals(".") || log.equals("..")
                ? Path.of(log).toAbsolutePath().normalize()
                : directory.path().resolve(log);
    }
}
