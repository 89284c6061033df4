package io.rondo.client.descriptor;

import io.rondo.client.shm.RingEndpoint;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.core.sync.GroupParker;
import io.rondo.core.sync.GroupParking;

/**
 * Sleeps where the ring in use wakes the endpoint, or without a ring where the link does. The ring may change between the
 * announcement and the sleep. {@link #end()} is thread-safe; the other methods are confined to the endpoint's thread.
 */
final class LinkParking implements GroupParking {
    private final ThreadParker withoutRing;
    /** Guarded by this. */
    private GroupParking current;
    private RingEndpoint ring;
    private boolean ended;
    private GroupParking announced;

    LinkParking(ThreadParker withoutRing) {
        this.withoutRing = withoutRing;
        current = withoutRing;
    }

    /** Changes to another ring. */
    synchronized void use(RingEndpoint next) {
        ring = next;
        current = next.parking();
        if (ended) {
            next.endWaits();
        }
    }

    private synchronized GroupParking current() {
        return current;
    }

    @Override
    public void prepare() {
        announced = current();
        announced.prepare();
    }

    /** Also without a ring, because a group counts the words of its members before the ring comes. */
    @Override
    public boolean sleepsInWord() {
        return true;
    }

    /** The link wakes the sleepers of the ring, too. */
    @Override
    public void joinSleep(GroupParker group) {
        current().joinSleep(group);
    }

    @Override
    public void sleep(long maxNanos) {
        // The check between the announcement and the sleep may have changed the ring.
        if (announced == current()) {
            announced.sleep(maxNanos);
        }
    }

    @Override
    public void check() {
        current().check();
    }

    /** Makes all waits throw, from now on. */
    synchronized void end() {
        ended = true;
        withoutRing.close();
        if (ring != null) {
            ring.endWaits();
        }
    }
}
