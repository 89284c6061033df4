package io.rondo.broker.sequencer.log;

import io.rondo.client.RondoException;
import io.rondo.client.sequenced.BrokerRequest;
import io.rondo.client.sequenced.SequencedSpecs;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.core.os.IoReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The directory of one topic's log. The file {@code topic} in it holds the properties of the topic as a line of a {@link
 * TopicRequest}, so that the segments can be made again after a reboot.
 */
final class TopicDirectory {
    private static final String PROPERTIES = "topic";

    private final Path path;

    TopicDirectory(Path path) {
        this.path = path;
    }

    /** Returns the path, which need not exist. */
    Path path() {
        return path;
    }

    /** Returns whether it belongs to a topic. */
    boolean isTopic() {
        return Files.exists(path.resolve(PROPERTIES));
    }

    /**
     * Returns the properties of the topic; null if none were saved.
     *
     * @throws RondoException if the file cannot be read, or is damaged
     */
    TopicRequest load() {
        Path file = path.resolve(PROPERTIES);
        try {
            byte[] bytes = Files.readAllBytes(file);
            BrokerRequest request = BrokerRequest.parse(new String(bytes, StandardCharsets.US_ASCII).strip());
            if (request instanceof TopicRequest saved && saved.durability() != null
                    && saved.topic().equals(path.getFileName().toString())) {
                // A request may leave out the capacity, which limits the message; a saved topic is to be created as it is.
                SequencedSpecs.egress(saved.properties(), true);
                return saved;
            }
            throw new RondoException(file + " does not describe this topic: restore it from a backup");
        } catch (NoSuchFileException _) {
            return null;
        } catch (IllegalArgumentException e) {
            throw new RondoException(file + " is damaged: " + e.getMessage() + ": restore it from a backup", e);
        } catch (IOException e) {
            throw new RondoException("cannot read " + file + ": " + IoReason.of(e) + ": check its permissions", e);
        }
    }

    /**
     * Saves the properties, and waits until they are on the disk.
     *
     * @param properties with a durability
     * @throws RondoException if the file cannot be written
     */
    void save(TopicRequest properties) {
        SavedText.save(path.resolve(PROPERTIES), properties.toLine() + "\n");
    }
}
