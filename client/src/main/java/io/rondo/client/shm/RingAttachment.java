package io.rondo.client.shm;

import io.rondo.client.ChannelRemovedException;
import io.rondo.client.RondoException;
import io.rondo.client.endpoint.Endpoint;
import io.rondo.client.shm.SharedMemory.Companion;
import io.rondo.client.shm.SharedMemory.CompanionStart;
import io.rondo.client.shm.SharedMemory.Owned;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Counters;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentWatch;
import io.rondo.core.sync.Parker;
import io.rondo.core.sync.WakeWord;
import java.lang.ref.WeakReference;
import java.util.function.LongSupplier;

/**
 * A participant of a segment with its two waiter words: the part that producers and consumers share. Notices the removal
 * of the segment. Thread-safe except where stated.
 */
final class RingAttachment {
    private final String role;
    private final Participant participant;
    private final Counters counters;
    private final WakeWord otherSide;
    private final WakeWord ownSide;
    private final Parker parker;
    /** Whether the segment was removed while this used it. */
    private volatile boolean removed;
    /** The removal with the number of unread messages; set once, when no call is in progress any more. */
    private volatile ChannelRemovedException removal;
    /** Whether a call has thrown that. */
    private volatile boolean removalReported;
    private LongSupplier unread = () -> 0;
    /** Guarded by this. */
    private SegmentWatch watch;
    private Runnable companionEnd = () -> {};
    private boolean detached;

    /**
     * Attaches.
     *
     * @param role publisher or subscriber, for messages
     * @param participant the slot and the memory
     * @param sleepsIn offset of the waiter word in which this side sleeps
     * @param wakes offset of the waiter word of the other side
     */
    RingAttachment(String role, Participant participant, int sleepsIn, int wakes) {
        this.role = role;
        this.participant = participant;
        var header = participant.ring().header();
        var side = participant.identity().fenceSide();
        counters = new Counters(header, participant.slot());
        otherSide = new WakeWord(header, wakes, side);
        ownSide = new WakeWord(header, sleepsIn, side);
        parker = new Parker(role + " of channel " + participant.identity().name(), ownSide,
                () -> counters.increment(Counter.PARKS));
    }

    Participant participant() {
        return participant;
    }

    Counters counters() {
        return counters;
    }

    Parker parker() {
        return parker;
    }

    /** Wakes the other side's sleepers after a publication or a confirmation. */
    void wakeOtherSide() {
        if (otherSide.wake()) {
            counters.increment(Counter.WAKES);
        }
    }

    /** Wakes the sleepers of this side. */
    void wakeOwnSide() {
        ownSide.wake();
    }

    int count(Role counted) {
        return participant.table().count(counted);
    }

    /** Sets how the unread messages of a removed segment are counted; before the watch begins. */
    void countUnreadWith(LongSupplier count) {
        unread = count;
    }

    /** Begins to watch the segment's name. Its loss ends the endpoint, which the watch does not keep reachable. */
    void watch(ChannelStore store, Endpoint endpoint) {
        WeakReference<Endpoint> watched = new WeakReference<>(endpoint);
        endWith(store.watch(participant, () -> {
            Endpoint reachable = watched.get();
            if (reachable != null) {
                removed = true;
                reachable.end();
            }
        }));
    }

    private synchronized void endWith(SegmentWatch begun) {
        watch = begun;
        if (detached) {
            begun.close();
        }
    }

    /**
     * Starts the companion, which ends with this. If it does not start, the watch ends.
     *
     * @param messages counts a topic's messages so far
     * @throws RondoException if the companion does not start, or this was detached, because the segment was removed
     */
    Companion start(CompanionStart start, LongSupplier messages) {
        try {
            Companion companion = start.apply(new Owned(participant.identity(), messages, participant::leaving));
            companionEnd(companion.end());
            return companion;
        } catch (RuntimeException | Error e) {
            endWatch();
            throw e;
        }
    }

    /** Sets what ends with this. If this was detached meanwhile, because the segment was removed, runs it now and throws. */
    private void companionEnd(Runnable end) {
        synchronized (this) {
            if (!detached) {
                companionEnd = end;
                return;
            }
        }
        end.run();
        throw failure();
    }

    /** The exception of a call after the removal of the segment, or null if it was not removed. */
    RondoException failure() {
        if (!removed) {
            return null;
        }
        ChannelRemovedException counted = countedRemoval();
        removalReported = true;
        return new ChannelRemovedException(counted.getMessage(), counted.unreadMessages());
    }

    /** The removal, if messages were lost by it and no call has reported that. */
    RondoException unreportedLoss() {
        ChannelRemovedException counted = removal;
        return counted != null && !removalReported && counted.unreadMessages() > 0 ? failure() : null;
    }

    /** Counts the unread messages once, while the memory is still there. */
    private synchronized ChannelRemovedException countedRemoval() {
        if (removal == null) {
            long messages = detached ? 0 : Math.max(0, unread.getAsLong());
            removal = new ChannelRemovedException(
                    "channel " + participant.identity().name() + ": its segment was removed or replaced while the "
                            + role + " used it, with " + messages
                            + (messages == 1 ? " unread message" : " unread messages")
                            + ": open the channel again",
                    messages);
        }
        return removal;
    }

    /** Detaches; called once. */
    synchronized void detach() {
        try {
            companionEnd.run();
        } finally {
            endWatch();
            detached = true;
            participant.close();
        }
    }

    /**
     * Ends the watch. A removal that it has not reported yet is noted here: what was published shortly before may be
     * lost.
     */
    private synchronized void endWatch() {
        if (watch != null) {
            removed |= !watch.isCurrent();
            watch.close();
            watch = null;
        }
        if (removed) {
            countedRemoval();
        }
    }
}
