package io.rondo.client.connect;

import io.rondo.client.Publisher;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.WorkQueueSettings;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.work.DeadLetterChannel;
import io.rondo.client.work.DeadLetterCodec;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.SegmentSpec;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Creates the channel for the dead letters of a work queue; null if it does not limit deliveries. The channel is always in
 * shared memory: a message that was published there survives this process, so the original can be acknowledged.
 *
 * @param memory looks for the channel; null if this process uses only segments that owners pass. Then the channel is used
 *            while a subscriber of it passes its segment, too
 * @param settings of the consumer
 * @param publishers opens a publisher
 */
record DeadLetterChannels(SharedMemory memory, WorkQueueSettings settings,
        BiFunction<String, ChannelSettings, Publisher> publishers) implements Function<Identity, DeadLetterChannel> {
    @Override
    public DeadLetterChannel apply(Identity workQueue) {
        // A service tells the requester.
        if (workQueue.work().maxDeliveries() == 0 || workQueue.service()) {
            return null;
        }
        String channel = settings.deadLettersOf(workQueue.name());
        return new DeadLetterChannel(() -> publishers.apply(channel, properties(channel, workQueue)),
                workQueue.maxMessageLength());
    }

    /** The properties of the channel if it is created here; of one that exists only the kind. */
    private ChannelSettings properties(String channel, Identity workQueue) {
        ChannelSettings queue = ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE)
                .transport(memory == null ? Transport.SHM_DESCRIPTOR : Transport.SHM);
        if (memory == null || memory.find(channel) != null) {
            return queue;
        }
        long twoRecords = 2L
                * (workQueue.maxMessageLength() + DeadLetterCodec.HEADER_LENGTH + RecordLayout.HEADER_LENGTH);
        // Dead letters are rare, and wait in the work queue when this channel is full.
        long capacity = Math.max(Math.min(workQueue.capacity(), SegmentSpec.BASE_CAPACITY),
                Long.highestOneBit(twoRecords - 1) << 1);
        ChannelSettings created = queue.capacity((int) Math.min(capacity, SegmentSpec.MAX_CAPACITY))
                .maxParticipants(workQueue.kind().maxParticipants(workQueue.slots()))
                .schema(DeadLetterCodec.schemaId(), DeadLetterCodec.schemaVersion());
        Integer mode = settings.channel().segment().fileMode();
        return mode == null ? created : created.fileMode(mode);
    }
}
