package io.rondo.core.ring.work;

import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.reader.RecordHandler;

/**
 * Shows a consumer of a work queue the messages behind those that it holds, whichever consumer takes them. The space behind
 * a held message is not freed, so nothing there is overwritten. Confined to the consumer's thread.
 */
public final class LaterMessages {
    private final Ring ring;
    private final WorkEntries entries;
    private final SegmentBuffer view;
    /** All messages before it were shown. */
    private long next;

    /**
     * Creates the view of a work queue.
     *
     * @param ring the ring of a work queue
     */
    public LaterMessages(Ring ring) {
        this.ring = ring;
        entries = new WorkEntries(ring);
        view = SegmentBuffer.ofMapping(ring.data().asReadOnly());
    }

    /** Goes back to a message that was taken again: what follows it is shown again. */
    public void restartAt(long position) {
        next = Math.min(next, position);
    }

    /**
     * Shows the messages that were not shown before, up to the first record that is not committed. Messages that other
     * consumers hold or have acknowledged are among them.
     *
     * @param oldest position of the oldest message that the consumer holds
     * @param handler called for each message until it returns another action than {@code CONTINUE}
     */
    public void show(long oldest, RecordHandler handler) {
        next = Math.max(next, oldest);
        boolean goesOn = true;
        // [head] Before the entry: a lap behind the head begins the record that the entry may still belong to.
        while (goesOn && next - entries.head() < ring.capacity()) {
            // [commit]
            long entry = entries.at(next);
            if (WorkEntryLayout.state(entry) == WorkEntryLayout.CLAIMED
                    || WorkEntryLayout.isStale(entry, next, ring.capacity())) {
                return;
            }
            int length = entries.headerLength(next);
            int recordLength = WorkEntries.isTaken(entry)
                    ? ring.requireRecord(next, length)
                    : entries.recordLength(entry, next);
            // The header of an aborted claim is negative, and that of the rest of a claim was never written.
            if (length >= RecordLayout.HEADER_LENGTH && RecordLayout.align(length) == recordLength) {
                view.window(entries.payload(next), length - RecordLayout.HEADER_LENGTH);
                goesOn = handler.onRecord(view, 0, length - RecordLayout.HEADER_LENGTH) == Action.CONTINUE;
            }
            next += recordLength;
        }
    }
}
