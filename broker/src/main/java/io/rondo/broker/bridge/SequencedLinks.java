package io.rondo.broker.bridge;

import io.rondo.client.RondoException;

/** Opens bridges of sequenced topics, which need a broker. Thread-safe. */
@FunctionalInterface
public interface SequencedLinks {
    /** There is no broker. */
    SequencedLinks NONE = (settings, _, _, _) -> {
        throw new RondoException("bridge " + settings.name() + " of a sequenced topic needs a broker");
    };

    /**
     * Opens the streams of a bridge.
     *
     * @param settings of the bridge
     * @param environment has the media driver
     * @param counters of the bridge
     * @param listener is told what happens
     * @return the link, for the thread that called this
     * @throws RondoException if a stream or the topic cannot be used
     */
    BridgeLink open(BridgeSettings settings, BridgeEnvironment environment, BridgeCounters counters,
            BridgeListener listener);
}
