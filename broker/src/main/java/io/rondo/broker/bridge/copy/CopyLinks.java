package io.rondo.broker.bridge.copy;

import io.rondo.broker.bridge.BridgeCounters;
import io.rondo.broker.bridge.BridgeEnvironment;
import io.rondo.broker.bridge.BridgeLink;
import io.rondo.broker.bridge.BridgeListener;
import io.rondo.broker.bridge.BridgeSettings;
import io.rondo.broker.bridge.SequencedLinks;
import io.rondo.broker.sequencer.Topics;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.client.shm.SharedMemory;
import io.rondo.core.segment.SegmentSpec;
import java.util.function.LongSupplier;

/**
 * Opens the bridges of a broker's sequenced topics. A topic that does not exist is created. Thread-safe.
 *
 * @param topics of the broker
 * @param memory their segments
 * @param clock of this host, in nanoseconds since the epoch
 */
public record CopyLinks(Topics topics, SharedMemory memory, LongSupplier clock) implements SequencedLinks {
    @Override
    public BridgeLink open(BridgeSettings settings, BridgeEnvironment environment, BridgeCounters counters,
            BridgeListener listener) {
        topics.open(new TopicRequest(settings.channel().text(),
                SegmentSpec.builder().topic(true).sequenced(0).build(), null));
        return settings.direction() == BridgeDirection.SEND
                ? new HomeLink(settings, environment, this, counters, listener)
                : new CopyLink(settings, environment, topics.copy(settings.channel().text()), clock, counters,
                        listener);
    }
}
