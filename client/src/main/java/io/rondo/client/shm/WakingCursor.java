package io.rondo.client.shm;

import io.rondo.core.ring.Cursor;

/** Wakes who waits for the space that is given back. */
record WakingCursor(Cursor cursor, Endpoint endpoint) implements Cursor {
    @Override
    public void confirm(long from, long to) {
        cursor.confirm(from, to);
        endpoint.wakeOtherSide();
    }

    @Override
    public void confirmLong(long from, long to) {
        cursor.confirmLong(from, to);
        endpoint.wakeOtherSide();
    }
}
