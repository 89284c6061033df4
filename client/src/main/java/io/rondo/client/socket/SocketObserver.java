package io.rondo.client.socket;

import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.client.socket.files.SocketDirectory;
import io.rondo.client.socket.files.SocketFile;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.sofh.SofhException;
import io.rondo.core.os.IoReason;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.wait.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Observes the sockets of a directory without taking part in channels. Needs neither native calls nor an event loop. A
 * missing directory is not created, and has no sockets. Thread-safe.
 */
public final class SocketObserver {
    private final Path directory;

    private SocketObserver(Path directory) {
        this.directory = directory;
    }

    /**
     * Observes the configured directory.
     *
     * @param config the settings
     * @return its observer
     * @throws RondoException if the directory cannot be used; the message names the reason
     */
    public static SocketObserver of(RondoConfig config) {
        Path path = config.socketDirectory() == null
                ? SocketDirectory.ofSegments(config)
                : config.socketDirectory().toAbsolutePath();
        return new SocketObserver(Files.exists(path) ? SocketDirectory.of(config) : path);
    }

    /**
     * The directory.
     *
     * @return an absolute path
     */
    public Path directory() {
        return directory;
    }

    /**
     * Lists the channels with a socket, including stale ones.
     *
     * @return names, sorted
     * @throws RondoException if the directory cannot be read
     */
    public List<String> channels() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(SocketFile.SUFFIX))
                    .map(file -> file.substring(0, file.length() - SocketFile.SUFFIX.length()))
                    .filter(SocketObserver::isName).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UnavailableException("cannot read directory " + directory + ": " + IoReason.of(e)
                    + ": set RONDO_SOCKET_DIR to a directory of your own", e);
        }
    }

    private static boolean isName(String name) {
        try {
            ChannelName.requireSegment(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The path of a channel's socket, which need not exist.
     *
     * @param channel the name
     * @return the path
     * @throws RondoException if the path would be too long
     */
    public Path path(String channel) {
        return file(channel).path();
    }

    private SocketFile file(String channel) {
        return SocketFile.of(directory, channel);
    }

    /**
     * Whether an owner listens.
     *
     * @param channel the name
     * @return true if it does now, even if it is stopped
     * @throws RondoException if the path would be too long
     */
    public boolean isLive(String channel) {
        return file(channel).isLive();
    }

    /**
     * Finds a listening owner of a channel in another directory.
     *
     * @param other a directory
     * @param channel the name
     * @return the path of its socket; null if no owner listens there
     * @throws RondoException if this process has no descriptor or memory for the check
     */
    public Path listeningIn(Path other, String channel) {
        SocketFile file = SocketFile.find(other, channel);
        return file != null && file.isLive() ? file.path() : null;
    }

    /**
     * Whether a channel has a dead owner's socket.
     *
     * @param channel the name
     * @return true if {@link #removeStale} would remove it
     * @throws RondoException if the path would be too long
     */
    public boolean isStale(String channel) {
        return file(channel).isStale();
    }

    /**
     * Removes a dead owner's socket. A live owner's socket stays.
     *
     * @param channel the name
     * @return whether there was one
     * @throws RondoException if it cannot be removed; the message names the reason
     */
    public boolean removeStale(String channel) {
        return file(channel).removeStale();
    }

    /**
     * Asks the owner of a channel for its description.
     *
     * @param channel the name
     * @param timeout the longest wait for its answer
     * @return its description; null if no owner listens
     * @throws RondoException if it does not answer in time, or denies this user
     */
    public ListeningChannel ask(String channel, Duration timeout) {
        SocketFile file = file(channel);
        if (!Files.exists(file.path())) {
            return null;
        }
        try (OwnerQuery enquiry = new OwnerQuery(channel, file.path())) {
            enquiry.ask(Deadline.after(timeout));
            int uid = (int) Files.getAttribute(file.path(), "unix:uid");
            return new ListeningChannel(channel, file.path(), uid, enquiry.welcome(),
                    enquiry.participantCounts().producers(),
                    enquiry.participantCounts().consumers());
        } catch (ConnectException | NoSuchFileException e) {
            return null;
        } catch (IOException | SofhException | SessionException e) {
            if (!file.isLive()) {
                return null;
            }
            throw new UnavailableException("channel " + channel + ": its owner, which listens on " + file.path() + ", "
                    + (e instanceof IOException io ? reason(io) : "sent an invalid answer (" + e.getMessage() + ")")
                    + ": check whether it is stopped", e);
        }
    }

    private static String reason(IOException e) {
        return String.valueOf(e.getMessage()).contains("unavailable") ? "does not answer" : e.getMessage();
    }
}
