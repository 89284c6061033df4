package io.rondo.broker.bridge;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the bridges of a process share. Thread-safe. */
public final class BridgeEnvironment implements AutoCloseable {
    private final BridgeDriver driver;
    private final long origin;
    private final Set<String> received = ConcurrentHashMap.newKeySet();

    /**
     * Creates the environment, and reads the id of the directory.
     *
     * @param directory of the channels
     * @param driver closed with this
     */
    public BridgeEnvironment(Path directory, BridgeDriver driver) {
        this.driver = driver;
        origin = DirectoryId.of(directory);
    }

    BridgeDriver driver() {
        return driver;
    }

    /** Returns the id of the directory of channels. */
    long origin() {
        return origin;
    }

    /** Notes that a bridge publishes a channel. */
    void addReceived(String channel) {
        received.add(channel);
    }

    /** Notes that a bridge publishes a channel no more. */
    void removeReceived(String channel) {
        received.remove(channel);
    }

    /** Returns whether a bridge publishes a channel. */
    boolean isReceived(String channel) {
        return received.contains(channel);
    }

    /** Ends the driver, after the bridges. */
    @Override
    public void close() {
        driver.close();
    }
}
