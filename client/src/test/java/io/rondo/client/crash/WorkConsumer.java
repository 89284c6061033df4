package io.rondo.client.crash;

import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.ring.work.WorkLease;
import io.rondo.core.ring.work.WorkReader;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.sync.Parker;
import io.rondo.core.sync.WakeWord;

/** A consumer of a work queue that sleeps while there is nothing to take. */
final class WorkConsumer implements AutoCloseable {
    private final Participant participant;
    private final WorkReader reader;
    private final SegmentBuffer view;
    private final WakeWord space;
    private final WakeWord ownSide;
    private final Parker parker;

    WorkConsumer(ChannelStore store, String channel) {
        participant = store.attach(channel, Role.CONSUMER, WorkChannel.SPEC);
        var header = participant.ring().header();
        var side = participant.identity().fenceSide();
        space = new WakeWord(header, SegmentLayout.SPACE_WAITERS, side);
        ownSide = new WakeWord(header, SegmentLayout.DATA_WAITERS, side);
        parker = new Parker("consumer", ownSide, () -> {});
        reader = new WorkReader(participant.ring(), participant.identity().work(), participant.slot(),
                participant.table(), space::wake, () -> {});
        view = SegmentBuffer.ofMapping(participant.ring().data().asReadOnly());
        participant.joined();
    }

    /** Takes a message, which must be whole, and returns its number; waits for one. */
    long take(WorkLease lease) {
        while (!reader.take(lease)) {
            reader.free();
            reader.beforeSleep();
            parker.prepare();
            if (!reader.holds()) {
                parker.sleep(reader.maxSleepNanos());
            }
        }
        return number(lease);
    }

    /** Takes a message if there is one, and returns its number; 0 if there is none. */
    long tryTake(WorkLease lease) {
        return reader.take(lease) ? number(lease) : 0;
    }

    private long number(WorkLease lease) {
        view.window(lease.payload(), lease.length());
        long number = view.getLong(0);
        boolean whole = lease.length() == WorkChannel.length(number);
        for (int i = Long.BYTES; i < lease.length(); i += Long.BYTES) {
            whole &= view.getLong(i) == -number;
        }
        if (!whole) {
            throw new AssertionError("message " + number + " at position " + lease.position() + " is torn");
        }
        return number;
    }

    /** Frees space, and shows other consumers how far this one took messages. */
    void free() {
        reader.free();
    }

    boolean acknowledge(WorkLease lease) {
        boolean done = reader.acknowledge(lease);
        reader.free();
        return done;
    }

    boolean giveBack(WorkLease lease) {
        boolean done = reader.giveBack(lease, 0);
        ownSide.wake();
        return done;
    }

    @Override
    public void close() {
        parker.close();
        participant.close();
    }
}
