package io.rondo.client.connect;

import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.client.socket.SocketObserver;
import io.rondo.client.socket.files.ChannelLock;
import io.rondo.client.socket.files.SocketDirectory;
import io.rondo.core.os.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The internal files of channels, {@code <name>@lock} and {@code <name>@segment}, which a killed process leaves behind.
 * Thread-safe, and safe against other processes that use the files.
 */
public final class InternalFiles {
    private final List<Path> directories;

    private InternalFiles(List<Path> directories) {
        this.directories = directories;
    }

    /**
     * The files in the directories of segments and of sockets. A directory that does not exist has none.
     *
     * @param config names the directories
     * @return the files
     * @throws RondoException if the directory of sockets cannot be used
     */
    public static InternalFiles of(RondoConfig config) {
        return new InternalFiles(Stream.of(SocketDirectory.ofSegments(config), SocketObserver.of(config).directory())
                .filter(Files::isDirectory).distinct().toList());
    }

    /**
     * The channels with internal files, in use or not.
     *
     * @return names, sorted
     * @throws RondoException if a directory cannot be read
     */
    public SortedSet<String> channels() {
        SortedSet<String> channels = new TreeSet<>();
        for (Path directory : directories) {
            try (Stream<Path> files = Files.list(directory)) {
                files.map(file -> channelOf(file.getFileName().toString())).filter(Objects::nonNull)
                        .forEach(channels::add);
            } catch (NoSuchFileException e) {
                // Removed meanwhile.
            } catch (IOException e) {
                throw new UnavailableException("cannot read directory " + directory + ": " + IoReason.of(e)
                        + ": check its mode", e);
            }
        }
        return channels;
    }

    private static String channelOf(String file) {
        return file.endsWith(SegmentRecord.SUFFIX)
                ? file.substring(0, file.length() - SegmentRecord.SUFFIX.length())
                : ChannelLock.channelOf(file);
    }

    /**
     * Removes the internal files of a channel that no live process uses.
     *
     * @param channel the name
     * @param dryRun true to remove nothing
     * @return names of the files that were removed, or would be
     * @throws RondoException if a file cannot be opened or removed
     */
    public List<String> removeStale(String channel, boolean dryRun) {
        List<String> removed = new ArrayList<>();
        for (Path directory : directories) {
            String lock = ChannelLock.removeStale(channel, directory, dryRun);
            if (lock != null) {
                removed.add(lock);
            }
            if (removeRecord(channel, directory.resolve(channel + SegmentRecord.SUFFIX), dryRun)) {
                removed.add(channel + SegmentRecord.SUFFIX);
            }
        }
        return removed;
    }

    private boolean removeRecord(String channel, Path file, boolean dryRun) {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            return ChannelLock.of(channel, directories.toArray(Path[]::new)).call(() -> {
                SegmentRecord record = SegmentRecord.read(file);
                if (record == null || record.mayBeInUse()) {
                    return false;
                }
                return dryRun || Files.deleteIfExists(file);
            });
        } catch (IOException e) {
            throw new RondoException("channel " + channel + ": cannot remove " + file + ": " + IoReason.of(e)
                    + ": check the mode of its directory", e);
        }
    }
}
