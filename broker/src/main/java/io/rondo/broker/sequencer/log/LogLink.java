package io.rondo.broker.sequencer.log;

import io.rondo.client.RondoException;
import io.rondo.core.os.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The symbolic link from the segments of a topic to its log. */
record LogLink(Path path) {
    /** Returns where it points; null if there is none. */
    private Path target() {
        try {
            return Files.readSymbolicLink(path);
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    /**
     * Checks that the segments of a topic, which exist, belong to a log.
     *
     * @param topic the name
     * @param log directory of the log; null if it does not exist
     * @throws RondoException if they belong to another log, or to one that is missing
     */
    void requireTarget(String topic, Path log) {
        Path target = target();
        if (target != null && !target.equals(log)) {
            throw new RondoException("topic " + topic + " is recorded in " + target + ", but this broker "
                    + (log == null ? "finds no log there" : "records it in " + log)
                    + ": set RONDO_LOG_DIR to " + target.getParent() + ", or remove the topic (rondo rm " + topic
                    + ") and begin anew");
        }
    }

    /** Makes the link point to a directory. */
    void set(Path log) {
        try {
            if (!log.equals(target())) {
                Files.deleteIfExists(path);
                Files.createSymbolicLink(path, log);
            }
        } catch (IOException e) {
            throw failure("create", e);
        }
    }

    private RondoException failure(String what, IOException e) {
        return new RondoException(
                "cannot " + what + " the link " + path + ": " + IoReason.of(e) + ": check the permissions", e);
    }
}
