package io.rondo.client.socket;

import io.rondo.client.RondoConfig;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.sofh.SofhException;
import io.rondo.core.RondoException;
import io.rondo.core.UnavailableException;
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
 * The sockets of a directory, for those who look at them and take no part. Needs neither native calls nor an event
 * loop. A directory that is not there is not created, and has no sockets. Thread-safe.
 */
public final class SocketObserver {
    private final Path directory;

    private SocketObserver(Path directory) {
        this.directory = directory;
    }

    /**
     * The directory of these settings.
     *
     * @param config the settings
     * @return its sockets
     * @throws RondoException if it cannot be used; the message says why
     */
    public static SocketObserver of(RondoConfig config) {
        Path path = config.socketDirectory() == null
                ? SocketDirectory.ofSegments(config)
                : config.socketDirectory().toAbsolutePath();
        return new SocketObserver(Files.exists(path) ? SocketDirectory.of(config) : path);
    }

    /**
     * Where it is.
     *
     * @return an absolute path
     */
    public Path directory() {
        return directory;
    }

    /**
     * The channels with a socket here, also those whose owner is gone.
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
            ChannelName.require(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Where the owner of a channel listens, if it does.
     *
     * @param channel the name
     * @return path of the socket
     * @throws RondoException if there can be no socket of that name here
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
     * @return true if it does now, also if it is stopped
     * @throws RondoException if there can be no socket of that name here
     */
    public boolean isLive(String channel) {
        return file(channel).isLive();
    }

    /**
     * Where an owner of a channel listens in another directory.
     *
     * @param other a directory
     * @param channel the name
     * @return path of its socket; null if none listens there
     * @throws RondoException if this process cannot ask, for lack of descriptors or memory
     */
    public Path listeningIn(Path other, String channel) {
        SocketFile file = SocketFile.find(other, channel);
        return file != null && file.isLive() ? file.path() : null;
    }

    /**
     * Whether there is a socket whose owner is gone.
     *
     * @param channel the name
     * @return true if {@link #removeStale} would remove it
     * @throws RondoException if there can be no socket of that name here
     */
    public boolean isStale(String channel) {
        return file(channel).isStale();
    }

    /**
     * Removes the socket of an owner that is gone; one that lives keeps its own.
     *
     * @param channel the name
     * @return whether there was one
     * @throws RondoException if it cannot be removed; the message says why
     */
    public boolean removeStale(String channel) {
        return file(channel).removeStale();
    }

    /**
     * Asks the owner of a channel.
     *
     * @param channel the name
     * @param timeout the longest wait for its answer
     * @return what it says; null if nobody listens
     * @throws RondoException if it does not answer in time, or does not let this user in
     */
    public ListeningChannel ask(String channel, Duration timeout) {
        SocketFile file = file(channel);
        if (!Files.exists(file.path())) {
            return null;
        }
        try (OwnerEnquiry enquiry = new OwnerEnquiry(channel, file.path())) {
            enquiry.ask(Deadline.after(timeout));
            int uid = (int) Files.getAttribute(file.path(), "unix:uid");
            return new ListeningChannel(channel, file.path(), uid, enquiry.welcome(), enquiry.census().producers(),
                    enquiry.census().consumers());
        } catch (ConnectException | NoSuchFileException e) {
            return null;
        } catch (IOException | SofhException | SessionException e) {
            if (!file.isLive()) {
                return null;
            }
            throw new UnavailableException("channel " + channel + ": its owner, which listens on " + file.path() + ", "
                    + (e instanceof IOException io ? reason(io) : "answers nonsense (" + e.getMessage() + ")")
                    + ": see whether it is stopped", e);
        }
    }

    private static String reason(IOException e) {
        return String.valueOf(e.getMessage()).contains("unavailable") ? "does not answer" : e.getMessage();
    }
}
