package io.rondo.client.log;

import io.rondo.core.os.Platform;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Finds the directory that has the logs of all channels, one directory each. */
public final class LogLocation {
    private static final String VARIABLE = "RONDO_LOG_DIR";
    private static final String NAME = "rondo";
    private static final Path OF_THE_HOST = Path.of("/var/lib", NAME);

    private LogLocation() {}

    /**
     * Returns {@code RONDO_LOG_DIR}; without it {@code /var/lib/rondo} for root, and {@code $XDG_STATE_HOME/rondo} or {@code
     * ~/.local/state/rondo} for others; {@code /var/lib/rondo} also for a user without a home directory.
     *
     * @return an absolute path, which need not exist
     * @throws IllegalArgumentException if the variable is set to something that is no path
     */
    public static Path find() {
        return find(System.getenv(), System.getProperty("user.home"), Platform.User.effectiveUid() == 0);
    }

    static Path find(Map<String, String> environment, String home, boolean root) {
        String chosen = environment.getOrDefault(VARIABLE, "");
        if (!chosen.isEmpty()) {
            try {
                return Path.of(chosen).toAbsolutePath();
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException(VARIABLE + " is '" + chosen + "': give the path of a directory", e);
            }
        }
        if (root) {
            return OF_THE_HOST;
        }
        // A relative path is to be ignored (XDG Base Directory Specification).
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        if (state.startsWith("/")) {
            return Path.of(state, NAME);
        }
        // The JDK names the home directory "?" if the user has none.
        return home.startsWith("/") ? Path.of(home, ".local", "state", NAME) : OF_THE_HOST;
    }
}
