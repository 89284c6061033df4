package io.rondo.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The log of a command, or the logs of several channels in one directory. */
public final class LogMixin {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "LOG",
            description = "A channel that has a log, or a directory: that of one log, or one with the logs of channels, "
                    + "such as ./logs.")
    private String log;

    @Mixin
    private LogDirectoryMixin directory;

    /** Returns whether the argument stands for a directory with the logs of channels, and not for one log. */
    public boolean isDirectoryOfLogs() throws IOException {
        return !paths().contains(path());
    }

    /**
     * Returns one directory, which need not exist, or the directories of the logs in it.
     *
     * @throws IOException if the directory cannot be read
     */
    public List<Path> paths() throws IOException {
        return LogPaths.of(path());
    }

    /**
     * Returns the directory of the log, which need not exist.
     *
     * @throws ParameterException if the argument stands for several logs
     * @throws IOException if the directory cannot be read
     */
    public Path onePath() throws IOException {
        List<Path> paths = paths();
        if (paths.size() > 1) {
            throw new ParameterException(command.commandLine(), describe(paths) + ": give one of them, such as "
                    + paths.getFirst());
        }
        return paths.getFirst();
    }

    /** Describes several logs of one directory. */
    public static String describe(List<Path> logs) {
        return logs.getFirst().getParent() + " has the logs of " + logs.size() + " channels: "
                + logs.stream().map(log -> log.getFileName().toString()).collect(Collectors.joining(", "));
    }

    /** An argument with a slash is a path; without one, the log of a channel precedes a directory of this name. */
    private Path path() {
        Path path = Path.of(log).toAbsolutePath().normalize();
        Path channel = directory.path().resolve(log);
        boolean isPath = log.contains("/") || log.equals(".") || log.equals("..");
        return isPath || !Files.exists(channel) && Files.isDirectory(path) ? path : channel;
    }
}
