package io.rondo.broker.bridge;

import java.nio.file.Path;
import java.util.List;

/**
 * The bridges of a broker. Immutable.
 *
 * @param aeronDirectory of a media driver that runs; null for one in the process of the broker
 * @param bridges with different names, and with different streams in each direction
 */
public record BridgesSettings(Path aeronDirectory, List<BridgeSettings> bridges) {
    /** No bridge. */
    public static final BridgesSettings NONE = new BridgesSettings(null, List.of());

    /**
     * Checks that the bridges do not disturb each other.
     *
     * @throws IllegalArgumentException if two of them have one stream; the message names them
     */
    public BridgesSettings {
        bridges = List.copyOf(bridges);
        BridgeSettings.requireDistinct(bridges);
    }
}
