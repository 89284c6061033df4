package io.rondo.client.socket.session.work;

import io.rondo.core.buffer.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.DirectBuffer;

/**
 * One received message of a work queue. The event loop fills the slot; then the subscriber's thread takes the message,
 * or the event loop gives it back. The CAS of the state decides between the two. The memory grows to the longest
 * message.
 */
final class WorkSlot {
    private static final int EMPTY = 0;
    private static final int READY = 1;
    private static final int TAKEN = 2;
    private static final int GIVEN_BACK = 3;
    private static final int FIRST_BYTES = 256;
    private static final VarHandle STATE = stateHandle();

    private final SegmentBuffer writing = new SegmentBuffer();
    private MemorySegment memory = MemorySegment.ofArray(new byte[0]);
    private MemorySegment readable = memory;
    private int length;
    private long lease;
    private int deliveries;
    private boolean takenOver;
    private boolean dead;
    private long arrivedAt;
    private int state = EMPTY;

    private static VarHandle stateHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(WorkSlot.class, "state", int.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Loop: stores a message; returns false if the slot is in use. */
    boolean offer(long newLease, int newDeliveries, boolean isTakenOver, boolean isDead, DirectBuffer buffer,
            int offset, int newLength) {
        // [empty] acquire: after the last read of the former message.
        if ((int) STATE.getAcquire(this) != EMPTY) {
            return false;
        }
        if (memory.byteSize() < newLength) {
            memory = MemorySegment.ofArray(new byte[Math.max(FIRST_BYTES, newLength)]);
            readable = memory.asReadOnly();
        }
        writing.wrap(memory, 0, newLength);
        writing.putBytes(0, buffer, offset, newLength);
        lease = newLease;
        deliveries = newDeliveries;
        takenOver = isTakenOver;
        dead = isDead;
        length = newLength;
        arrivedAt = System.nanoTime();
        // [ready] release: after the message.
        STATE.setRelease(this, READY);
        return true;
    }

    /** Loop, after {@link #isReady()}: when the message arrived, as {@link System#nanoTime()}. */
    long arrivedAt() {
        return arrivedAt;
    }

    /** Loop: gives the message back; returns whether the subscriber has not taken it. */
    boolean giveBack() {
        return STATE.compareAndSet(this, READY, GIVEN_BACK);
    }

    /** Any thread: whether there is a message that the subscriber has not taken. */
    boolean isReady() {
        // [ready] acquire
        return (int) STATE.getAcquire(this) == READY;
    }

    /** Subscriber's thread: takes the message; returns false if there is none. */
    boolean take() {
        return STATE.compareAndSet(this, READY, TAKEN);
    }

    /** Subscriber's thread: whether the message was given back. */
    boolean isGivenBack() {
        return (int) STATE.getAcquire(this) == GIVEN_BACK;
    }

    /** Subscriber's thread: the message is not used any more. */
    void empty() {
        // [empty] release
        STATE.setRelease(this, EMPTY);
    }

    /** Loop, after {@link #giveBack()}, or subscriber's thread, after {@link #take()}. */
    long lease() {
        return lease;
    }

    /** Subscriber's thread, after {@link #take()}. */
    int deliveries() {
        return deliveries;
    }

    /** Subscriber's thread, after {@link #take()}. */
    boolean isTakenOver() {
        return takenOver;
    }

    /** Subscriber's thread, after {@link #take()}. */
    boolean isDead() {
        return dead;
    }

    /** Subscriber's thread, after {@link #take()}: wraps a view around the message, and returns its length. */
    int wrap(SegmentBuffer view) {
        view.wrap(readable, 0, length);
        return length;
    }
}
