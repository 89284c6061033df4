package io.rondo.client.socket.session;

/** Frames in a ring that are not kept after they were sent, because a further connection begins anew. */
public abstract class UnrepeatedFrames implements OutgoingFrames {
    private final ByteRing ring;
    /** Token holder: the position up to which the socket accepted bytes. */
    private long sent;

    /**
     * Creates an empty queue.
     *
     * @param length minimum capacity of the ring in bytes
     */
    protected UnrepeatedFrames(int length) {
        ring = new ByteRing(length);
    }

    @Override
    public final ByteRing ring() {
        return ring;
    }

    @Override
    public final long sendStart(long appended) {
        sent = ring.skipPadding(sent, appended);
        return sent;
    }

    @Override
    public final long sendEnd(long appended) {
        return ring.contiguousEnd(sent, appended);
    }

    @Override
    public boolean hasPending() {
        return !isRingSent();
    }

    /** Token holder: whether the socket has accepted all frames of the ring. */
    final boolean isRingSent() {
        return sent == ring.appended();
    }

    @Override
    public final void onSending(long position) {
        // Nothing is sent again.
    }

    @Override
    public final void onSent(long position) {
        sent = position;
        ring.free(position);
    }
}
