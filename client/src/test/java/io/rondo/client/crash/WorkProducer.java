package io.rondo.client.crash;

import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.sync.WakeWord;
import java.util.concurrent.locks.LockSupport;

/** A producer of a work queue. */
final class WorkProducer implements AutoCloseable {
    private static final int UNUSED = 200;
    private static final long PAUSE_NANOS = 100_000;

    private final Participant participant;
    private final RecordWriter writer;
    private final SegmentBuffer view;
    private final WakeWord data;

    WorkProducer(ChannelStore store, String channel) {
        participant = store.attach(channel, Role.PRODUCER, WorkChannel.SPEC);
        writer = new MultiProducerWriter(participant.ring(), participant.slot(), participant.table());
        view = SegmentBuffer.ofMapping(participant.ring().data());
        data = new WakeWord(participant.ring().header(), SegmentLayout.DATA_WAITERS,
                participant.identity().fenceSide());
        participant.joined();
    }

    /** Publishes a message with a number. Waits for space. */
    void publish(long number) {
        write(number, WorkChannel.length(number));
        writer.commit();
        data.wake();
    }

    /** As above, with a longer claim, the rest of which looks like messages. */
    void publishShort(long number) {
        write(number, WorkChannel.length(number) + UNUSED);
        writer.commit(WorkChannel.length(number));
        data.wake();
    }

    /** Claims and aborts. */
    void abort(long number) {
        write(number, WorkChannel.length(number));
        writer.abort();
        data.wake();
    }

    /** Claims, and leaves the claim open. */
    void claim(long number) {
        write(number, WorkChannel.length(number));
    }

    private void write(long number, int length) {
        long payload = writer.tryClaim(length);
        while (payload == RecordWriter.FULL) {
            LockSupport.parkNanos(PAUSE_NANOS);
            payload = writer.tryClaim(length);
        }
        view.window(payload, length);
        for (int i = 0; i < length; i += Long.BYTES) {
            view.putLong(i, i == 0 ? number : -number);
        }
    }

    @Override
    public void close() {
        participant.close();
    }
}
