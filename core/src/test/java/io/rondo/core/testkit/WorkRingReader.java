package io.rondo.core.testkit;

import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.ring.work.WorkLease;
import io.rondo.core.ring.work.WorkReader;
import io.rondo.core.segment.Participant;

/** A consumer of a work queue that handles each message at once: it returns every fifth, and acknowledges the others. */
public final class WorkRingReader implements RingReader {
    private static final int RETURNS_EACH = 5;

    private final WorkReader reader;
    private final WorkLease lease = new WorkLease();
    private final SegmentBuffer view;
    private long delivered;
    private boolean stopped;

    /** Creates the reader of a participant. */
    public WorkRingReader(Participant consumer) {
        reader = new WorkReader(consumer.ring(), consumer.identity().work(), consumer.slot(), consumer.table(),
                () -> {}, () -> {});
        view = SegmentBuffer.ofMapping(consumer.ring().data().asReadOnly());
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        int count = 0;
        boolean goesOn = true;
        while (goesOn && count < limit && !stopped && reader.take(lease)) {
            view.window(lease.payload(), lease.length());
            Action action = handler.onRecord(view, 0, lease.length());
            delivered++;
            if (delivered % RETURNS_EACH == 0) {
                reader.giveBack(lease, 0);
            } else {
                reader.acknowledge(lease);
            }
            goesOn = action == Action.CONTINUE || action == Action.COMMIT;
            count++;
        }
        reader.free();
        return count;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean holds() {
        return reader.holds();
    }

    @Override
    public void beforeSleep() {
        reader.beforeSleep();
    }

    @Override
    public long maxSleepNanos() {
        return reader.maxSleepNanos();
    }

    @Override
    public long lost() {
        return 0;
    }
}
