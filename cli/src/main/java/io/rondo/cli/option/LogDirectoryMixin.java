package io.rondo.cli.option;

import io.rondo.client.log.LogLocation;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The directory that has the logs of all channels. */
public final class LogDirectoryMixin {
    @Option(names = "--log-dir", paramLabel = "DIR",
            description = "The directory of the logs, one directory for each channel (default: RONDO_LOG_DIR; without it "
                    + "/var/lib/rondo for root, $XDG_STATE_HOME/rondo or ~/.local/state/rondo for others).")
    private Path directory;

    /**
     * Returns the directory, which need not exist.
     *
     * @throws IllegalArgumentException if the setting is no path
     */
    public Path path() {
        return directory == null ? LogLocation.find() : directory.toAbsolutePath();
    }
}
