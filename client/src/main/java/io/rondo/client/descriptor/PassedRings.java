package io.rondo.client.descriptor;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.shm.RingEndpoint;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.SegmentDescriptors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ring that an endpoint uses, and those that were passed to it since then, each once, in the order of their latest
 * owners. The owner of a ring may return: then the ring is offered again, also the one in use, and the endpoint keeps it.
 * Not thread-safe: guarded by the link.
 *
 * @param <T> the endpoint's side of a ring
 */
final class PassedRings<T extends RingEndpoint> {
    private final Deque<T> offers = new ArrayDeque<>();
    private T used;

    /** The ring that the endpoint has taken over last; null before the first. */
    T used() {
        return used;
    }

    /** The ring that was passed last; null before the first. */
    T latest() {
        return offers.isEmpty() ? used : offers.getLast();
    }

    boolean hasOffer() {
        return !offers.isEmpty();
    }

    /** Whether the endpoint will take over a ring, or take it over again. */
    boolean isOffered(T ring) {
        return offers.contains(ring);
    }

    /** Finds the ring of a segment that was passed again; null if there is none. */
    T find(SegmentDescriptors passed) {
        return Stream.concat(Stream.ofNullable(used), offers.stream()).filter(ring -> ring.isOf(passed)).findFirst()
                .orElse(null);
    }

    /**
     * Adds the ring of a segment that was passed, for the first time or again.
     *
     * @throws ChannelMismatchException if its size is not that of the rings before: views of messages move from ring to ring
     */
    void offer(T ring) {
        T last = latest();
        if (ring == last) {
            return;
        }
        if (last != null && !isLike(last.identity(), ring.identity())) {
            throw new ChannelMismatchException("channel " + ring.identity().name() + " has a new segment, a "
                    + text(ring.identity()) + ", where it was a " + text(last.identity()) + ": open the channel again");
        }
        offers.remove(ring);
        offers.add(ring);
    }

    private static boolean isLike(Identity before, Identity next) {
        return before.kind() == next.kind() && before.capacity() == next.capacity()
                && before.maxMessageLength() == next.maxMessageLength();
    }

    private static String text(Identity identity) {
        return identity.channelKind() + " of " + identity.capacity() + " bytes with messages up to "
                + identity.maxMessageLength();
    }

    /** Takes over the first offered ring. */
    T take() {
        used = offers.remove();
        return used;
    }

    /**
     * Takes over the last offered ring.
     *
     * @param skipped takes the rings before it, without the one in use before
     */
    T takeLast(List<T> skipped) {
        T former = used;
        used = offers.removeLast();
        skipped.addAll(removeAll());
        skipped.remove(former);
        return used;
    }

    /** Removes all offers, and returns them without the ring in use. */
    List<T> clear() {
        List<T> removed = removeAll();
        removed.remove(used);
        return removed;
    }

    private List<T> removeAll() {
        List<T> removed = new ArrayList<>(offers);
        offers.clear();
        return removed;
    }
}
