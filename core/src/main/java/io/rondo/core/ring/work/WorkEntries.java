package io.rondo.core.ring.work;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Ring;

/**
 * The entries and the hot words of a work queue, as its consumers use them. Any position leads to an aligned access within
 * the segment. Thread-safe.
 */
final class WorkEntries {
    private final Ring ring;
    private final int capacity;
    private final long entries;
    private final long data;
    private final long mask;
    private final long tail;
    private final long head;
    private final long read;
    private final long returns;

    WorkEntries(Ring ring) {
        this.ring = ring;
        capacity = ring.capacity();
        entries = ring.headerAddress(SegmentLayout.entries(ring.slots()));
        data = ring.data().address();
        mask = capacity - RecordLayout.ALIGNMENT;
        tail = ring.headerAddress(SegmentLayout.TAIL);
        head = ring.headerAddress(SegmentLayout.HEAD);
        read = ring.headerAddress(SegmentLayout.READ);
        returns = ring.headerAddress(SegmentLayout.RETURNS);
    }

    /** Returns the entry at a position. */
    long at(long position) {
        // [commit], [done], [return]
        return RawWords.getLongAcquire(entry(position));
    }

    /** Changes the entry at a position, if it is the expected one. */
    boolean compareAndSet(long position, long expected, long entry) {
        // [take], [done], [return] One CAS is the whole change.
        return RawWords.compareAndSetLong(entry(position), expected, entry);
    }

    /** Changes the entry of a message that no other consumer can take over. */
    void set(long position, long entry) {
        // [done], [return]
        RawWords.setLongRelease(entry(position), entry);
    }

    private long entry(long position) {
        return entries + WorkEntryLayout.offset(position, capacity);
    }

    /** Returns whether an entry is ready, and of the record at a position. */
    boolean isReady(long entry, long position) {
        return WorkEntryLayout.state(entry) == WorkEntryLayout.READY
                && WorkEntryLayout.lapDistance(entry, position, capacity) == 0;
    }

    /** Returns whether an entry is done, and of the record at a position. */
    boolean isDone(long entry, long position) {
        return WorkEntryLayout.state(entry) == WorkEntryLayout.DONE
                && WorkEntryLayout.lapDistance(entry, position, capacity) == 0;
    }

    /** Returns whether an entry is held, dead or returned. */
    static boolean isTaken(long entry) {
        return WorkEntryLayout.isHeld(entry) || WorkEntryLayout.state(entry) == WorkEntryLayout.RETURNED;
    }

    /** Returns whether an entry is that of a position where no record was begun, or of a claim there. */
    boolean isUnfinished(long entry, long position) {
        return WorkEntryLayout.isStale(entry, position, capacity)
                || WorkEntryLayout.state(entry) == WorkEntryLayout.CLAIMED
                        && WorkEntryLayout.lapDistance(entry, position, capacity) == 0;
    }

    /** Returns whether an entry is of a later lap than a position: the position was freed. */
    boolean isFreed(long entry, long position) {
        return WorkEntryLayout.hasLap(entry) && WorkEntryLayout.lapDistance(entry, position, capacity) > 0;
    }

    /** Returns the checked length of the record of a ready or done entry. */
    int recordLength(long entry, long position) {
        return ring.requireRecord(position, WorkEntryLayout.recordLength(entry, capacity));
    }

    /** Returns the entry of acknowledged space. */
    long done(long position, int recordLength) {
        return WorkEntryLayout.done(position, recordLength, capacity);
    }

    /** Returns the length in the header of a record, unchecked; it has a meaning while the record is not freed. */
    int headerLength(long position) {
        return RecordLayout.length(RawWords.getLongAcquire(data + (position & mask)));
    }

    /** Returns the address of a payload. */
    long payload(long position) {
        return data + (position & mask) + RecordLayout.HEADER_LENGTH;
    }

    /** Returns the position up to which space is free. */
    long head() {
        // [head]
        return ring.requirePosition(RawWords.getLongAcquire(head));
    }

    /** Moves the head over done records; returns false if another consumer has moved it. */
    boolean moveHead(long from, long to) {
        // [head] Orders the reads of all consumers, which precede their entries' change to done, before the reuse.
        return RawWords.compareAndSetLong(head, from, to);
    }

    /** Returns the position up to which each message was taken at least once. */
    long read() {
        // [read]
        return ring.requirePosition(RawWords.getLongAcquire(read));
    }

    /** Raises that position. An optimization: other consumers also find it entry by entry. */
    void raiseRead(long position) {
        long before = read();
        // [read]
        while (before < position && !RawWords.compareAndSetLong(read, before, position)) {
            before = read();
        }
    }

    /** Returns the number of messages returned so far. */
    long returns() {
        // [returns]
        return RawWords.getLongAcquire(returns);
    }

    /** Counts a returned message. */
    void countReturn() {
        long before = RawWords.getLongAcquire(returns);
        // [returns] After the entry: a consumer that sees the count finds the message.
        while (!RawWords.compareAndSetLong(returns, before, before + 1)) {
            before = RawWords.getLongAcquire(returns);
        }
    }

    /**
     * Returns the position of a record that a consumer has just taken: the record is between head and tail, so its place in
     * the data determines its position.
     *
     * @param position that leads to the entry, perhaps of an earlier lap
     */
    long positionOfTaken(long position) {
        long free = head();
        return free + (position - free & capacity - 1);
    }

    /**
     * Returns the end of the record at a position with an entry that is held, dead or returned, and so has no length,
     * from the header of the record.
     *
     * @return the position behind it; the head if the record was freed; the same position if the entry has changed, or is of
     * the record one lap before, because the ring is full
     * @throws SegmentException {@code CORRUPT} if the header holds what no producer writes
     */
    long endByHeader(long position) {
        // Before the entry: if it is less than a lap before the position, the record of the lap before was freed.
        if (position - head() >= capacity || !isTaken(at(position))) {
            return position;
        }
        int length = headerLength(position);
        // Orders the load of the header before that of the head: if the head has not passed the record, nothing has
        // overwritten the header.
        Words.loadLoadFence();
        long headNow = head();
        return headNow > position ? headNow : requireNear(position + ring.requireRecord(position, length), headNow);
    }

    /** Returns a position before which each message was taken at least once; not below the head. */
    long untakenFrom() {
        long readNow = read();
        long headNow = head();
        return readNow > headNow ? requireNear(readNow, headNow) : headNow;
    }

    /**
     * Returns {@link #untakenFrom()}, checked for a consumer that begins there.
     *
     * @throws SegmentException {@code CORRUPT} if producers have not reached that position
     */
    long start() {
        long start = untakenFrom();
        long tailNow = TailLayout.position(RawWords.getLongAcquire(tail), start);
        if (start > tailNow) {
            throw corrupt(start, "is behind the tail " + tailNow);
        }
        return start;
    }

    private long requireNear(long position, long headNow) {
        if (position - headNow > capacity) {
            throw corrupt(position, "is more than a lap after the head " + headNow);
        }
        return position;
    }

    /**
     * Checks the header of a record against its ready entry, which was loaded before.
     *
     * @param headerLength from the header, loaded after the entry
     * @return whether the two are of one record; false if another consumer has taken the record since
     * @throws SegmentException {@code CORRUPT} if the entry has not changed, and the two differ
     */
    boolean isOfRecord(int headerLength, long entry, long position) {
        int length = recordLength(entry, position);
        if (RecordLayout.align(headerLength) == length && headerLength >= RecordLayout.HEADER_LENGTH) {
            return true;
        }
        if (at(position) == entry) {
            throw corrupt(position, "is of a record of " + length + " bytes, and the length in the header is "
                    + headerLength);
        }
        return false;
    }

    /**
     * Fails because of an entry that no participant stores there. Returns if the mapping was retired: then all words are
     * zero.
     */
    void requireRetired(long position, long entry) {
        if (RawWords.getLongAcquire(tail) != 0) {
            throw corrupt(position, "is " + Long.toHexString(entry));
        }
    }

    /** Returns the exception for an entry that no participant writes. */
    SegmentException corrupt(long position, String what) {
        return new SegmentException(Reason.CORRUPT, "channel " + ring.name() + ": the entry of position " + position
                + " " + what + ": the segment was overwritten, remove the channel");
    }
}
