package io.rondo.core.ring.scan;

import io.rondo.core.SegmentException;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Ring;

/** Walks over the entries of a work queue without taking part. */
public final class WorkScanner {
    private final Ring ring;
    private final QueueLowWatermark lowWatermark;
    private long ready;
    private long held;
    private long returned;
    private int oldestHolder = WorkCounts.NONE;
    private long oldestHeld = WorkCounts.NONE;

    private WorkScanner(Ring ring) {
        this.ring = ring;
        lowWatermark = QueueLowWatermark.ofManyProducers(ring);
    }

    /**
     * Counts the messages that are not acknowledged.
     *
     * @param ring the ring of a work queue
     * @return the counts; while participants change the ring, each message counts as it was at some moment of the walk
     * @throws SegmentException {@code CORRUPT} if the ring holds what no participant writes
     */
    public static WorkCounts count(Ring ring) {
        return new WorkScanner(ring).count();
    }

    private WorkCounts count() {
        long end = lowWatermark.end();
        long position = ring.requirePosition(lowWatermark.position());
        long last = position + ring.capacity();
        while (position < Math.min(end, last)) {
            long entry = ring.entryAt(position);
            int length = RecordLayout.length(ring.headerAt(position));
            // Orders the loads of entry and header before that of the head.
            Words.loadLoadFence();
            long free = lowWatermark.position();
            if (free > position) {
                position = ring.requirePosition(free);
                continue;
            }
            if (length == 0) {
                break;
            }
            add(entry, position);
            position += ring.requireRecord(position, Math.abs(length));
        }
        return new WorkCounts(ready, held, returned, oldestHolder, oldestHeld);
    }

    private void add(long entry, long position) {
        switch (WorkEntryLayout.state(entry)) {
            case WorkEntryLayout.READY -> ready++;
            case WorkEntryLayout.RETURNED -> returned++;
            case WorkEntryLayout.HELD, WorkEntryLayout.DEAD -> {
                held++;
                if (oldestHeld == WorkCounts.NONE) {
                    oldestHeld = position;
                    oldestHolder = WorkEntryLayout.slot(entry);
                }
            }
            default -> {
            }
        }
    }
}
