package io.rondo.broker.bridge;

import io.rondo.client.Publisher;
import io.rondo.client.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.function.Supplier;
import org.agrona.CloseHelper;

/**
 * The channels of a directory that bridges publish: a pattern must not send them back to where they came from. The file
 * {@code @received/<channel>} has the id of the segment, also after the bridge has ended, and for bridges of other
 * processes. A segment that is created later under the name has another id. Thread-safe.
 */
final class ReceivedChannels {
    private static final String DIRECTORY = "@received";
    /** Before the segment is known: any segment of the name counts. */
    private static final String ANY = "";

    private final Path directory;

    ReceivedChannels(Path channels) {
        directory = channels.resolve(DIRECTORY);
    }

    /**
     * Opens a channel that a bridge is to publish. It is noted before it exists, so that no pattern finds it first.
     *
     * @param channel a valid name
     * @param open opens it; if it fails, nothing changes
     * @param segment returns the id of the segment after that; null if the channel has none here
     * @throws UnavailableException if the directory cannot be written
     */
    Publisher open(String channel, Supplier<Publisher> open, Supplier<UUID> segment) {
        String before = read(channel);
        write(channel, ANY);
        Publisher opened = null;
        try {
            opened = open.get();
            UUID id = segment.get();
            write(channel, id == null ? null : id.toString());
            return opened;
        } catch (RuntimeException | Error e) {
            CloseHelper.quietClose(opened);
            restore(channel, before, e);
            throw e;
        }
    }

    private void restore(String channel, String before, Throwable failure) {
        try {
            write(channel, before);
        } catch (UnavailableException e) {
            failure.addSuppressed(e);
        }
    }

    /** Returns whether a bridge publishes, or has published, a segment. */
    boolean contains(String channel, UUID segment) {
        String noted = read(channel);
        return noted != null && (noted.equals(ANY) || noted.equals(segment.toString()));
    }

    /** Returns the note of a channel; null if there is none. */
    private String read(String channel) {
        try {
            return Files.readString(directory.resolve(channel)).strip();
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Replaces the note of a channel, or removes it. */
    private void write(String channel, String note) {
        Path file = directory.resolve(channel);
        try {
            if (note == null) {
                Files.deleteIfExists(file);
                return;
            }
            Files.createDirectories(directory);
            // Other processes see the old note or the new one, whole.
            Path own = Files.createTempFile(directory, "@", ".new");
            try {
                Files.writeString(own, note.isEmpty() ? note : note + "\n");
                Files.move(own, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(own);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private UnavailableException unusable(IOException cause) {
        return new UnavailableException("cannot use " + directory + ": " + cause
                + ": check the mode of the directory, and the space in it", cause);
    }
}
