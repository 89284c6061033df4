package io.rondo.broker.bridge;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The bridges of a broker. Immutable.
 *
 * @param aeronDirectory of a media driver that runs; null for one in the process of the broker
 * @param bridges with different names, and with different streams in each direction
 */
public record BrokerBridgeSettings(Path aeronDirectory, List<BridgeSettings> bridges) {
    /** No bridge. */
    public static final BrokerBridgeSettings NONE = new BrokerBridgeSettings(null, List.of());

    /**
     * Checks that the bridges do not disturb each other.
     *
     * @throws IllegalArgumentException if two of them have one stream; the message names them
     */
    public BrokerBridgeSettings {
        bridges = List.copyOf(bridges);
        BridgeSettings.requireDistinct(bridges);
    }

    /** Returns why bridges cannot be opened now: hosts and interfaces that cannot be found. */
    public List<String> problems() {
        return bridges.stream().map(BridgeSettings::problem).filter(Objects::nonNull).toList();
    }

    /** Returns the names of the sequenced topics that bridges receive. */
    public Set<String> copies() {
        return bridges.stream().filter(BridgeSettings::isCopy).map(bridge -> bridge.channel().text())
                .collect(Collectors.toUnmodifiableSet());
    }
}
