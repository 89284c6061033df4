package io.rondo.broker.bridge;

import java.nio.file.Path;

/** What the bridges of a process share. Thread-safe. */
public final class BridgeEnvironment implements AutoCloseable {
    private final BridgeDriver driver;
    private final long origin;
    private final ReceivedChannels received;

    /**
     * Creates the environment, and reads the id of the directory.
     *
     * @param directory of the channels
     * @param driver closed with this
     */
    public BridgeEnvironment(Path directory, BridgeDriver driver) {
        this.driver = driver;
        origin = DirectoryId.of(directory);
        received = new ReceivedChannels(directory);
    }

    BridgeDriver driver() {
        return driver;
    }

    /** Returns the id of the directory of channels. */
    long origin() {
        return origin;
    }

    /** Returns the channels that bridges publish, also those of other processes. */
    ReceivedChannels received() {
        return received;
    }

    /** Ends the driver, after the bridges. */
    @Override
    public void close() {
        driver.close();
    }
}
