package io.rondo.broker.bridge;

import io.rondo.broker.bridge.aeron.BridgeDriver;
import java.nio.file.Path;

/** What the bridges of a process share. Thread-safe. */
public final class BridgeEnvironment implements AutoCloseable {
    private final BridgeDriver driver;
    private final BridgeAgent agent;
    private final long origin;
    private final ReceivedChannels received;
    private final SequencedLinks sequenced;

    /**
     * Creates the environment, and reads the id of the directory.
     *
     * @param directory of the channels
     * @param driver closed with this
     * @param sequenced opens bridges of sequenced topics
     */
    public BridgeEnvironment(Path directory, BridgeDriver driver, SequencedLinks sequenced) {
        this.driver = driver;
        this.sequenced = sequenced;
        agent = new BridgeAgent(driver);
        origin = DirectoryId.of(directory);
        received = new ReceivedChannels(directory);
    }

    /** Returns the media driver. */
    public BridgeDriver driver() {
        return driver;
    }

    /** Returns what runs the bridges. */
    BridgeAgent agent() {
        return agent;
    }

    /** Returns the id of the directory of channels. */
    long origin() {
        return origin;
    }

    /** Returns the channels that bridges publish, also those of other processes. */
    ReceivedChannels received() {
        return received;
    }

    SequencedLinks sequenced() {
        return sequenced;
    }

    /** Ends the thread of the bridges and the driver, after the bridges. */
    @Override
    public void close() {
        try (driver) {
            agent.close();
        }
    }
}
