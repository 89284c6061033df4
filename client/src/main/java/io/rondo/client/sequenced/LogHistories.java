package io.rondo.client.sequenced;

import io.rondo.client.RondoException;
import io.rondo.client.log.LogDirectory;
import io.rondo.core.os.IoReason;
import io.rondo.core.segment.ChannelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;

/** Finds the log of a topic by the symbolic link that the broker makes beside the segments. */
public final class LogHistories implements HistorySource {
    private final ChannelDirectory directory;

    /** Creates the source for the channels of a directory. */
    public LogHistories(ChannelDirectory directory) {
        this.directory = directory;
    }

    @Override
    public History open(String topic) {
        Path log = directory(topic);
        return log == null ? null : new LogHistory(topic, new LogDirectory(log));
    }

    /**
     * Finds the directory of a topic's log.
     *
     * @param topic the name
     * @return the directory; null if the topic has no log
     */
    public Path directory(String topic) {
        Path link = directory.logLink(topic);
        try {
            return Files.readSymbolicLink(link);
        } catch (NoSuchFileException _) {
            return null;
        } catch (NotLinkException e) {
            throw new RondoException(link + " is no link to the log of topic " + topic
                    + ": remove it, and restart the broker", e);
        } catch (IOException e) {
            throw new RondoException("cannot read " + link + ": " + IoReason.of(e) + ": check its permissions", e);
        }
    }
}
