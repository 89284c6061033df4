package io.rondo.client.service;

import io.rondo.client.Claim;
import org.agrona.MutableDirectBuffer;

/** A claim on a queue of a service: hides the header before the payload. Reused, as the claim below. */
abstract class OffsetClaim implements Claim {
    private final int header;
    private final Runnable requireEndpointOpen;
    private Claim claim;
    private int length;

    /**
     * Creates a claim that is not open.
     *
     * @param header bytes before the payload
     * @param requireEndpointOpen throws the exception of a call after the end if the requester or responder was closed
     */
    OffsetClaim(int header, Runnable requireEndpointOpen) {
        this.header = header;
        this.requireEndpointOpen = requireEndpointOpen;
    }

    /** Opens this over a claim of a publisher. */
    final OffsetClaim over(Claim opened) {
        claim = opened;
        length = opened.length() - header;
        return this;
    }

    /** The claim below. */
    final Claim below() {
        if (claim == null) {
            requireEndpointOpen.run();
            throw new IllegalStateException(
                    "the claim is not open: it was committed or aborted, or its queue has ended");
        }
        return claim;
    }

    final boolean isOpen() {
        return claim != null;
    }

    /** Ends this, and returns the claim below. */
    final Claim end() {
        Claim ended = below();
        claim = null;
        return ended;
    }

    @Override
    public final MutableDirectBuffer buffer() {
        return below().buffer();
    }

    @Override
    public final int offset() {
        return below().offset() + header;
    }

    @Override
    public final int length() {
        return length;
    }

    @Override
    public final long commit() {
        return committed(length);
    }

    @Override
    public final long commit(int used) {
        if (used < 0 || used > length) {
            below();
            throw new IllegalArgumentException("commit length " + used + " is not from 0 to " + length
                    + ", the claimed length: claim as much as the message may need");
        }
        return committed(used);
    }

    /** Writes the header and commits. */
    abstract long committed(int length);

    @Override
    public final void abort() {
        boolean wasOpen = isOpen();
        close();
        requireEndpointOpen.run();
        if (!wasOpen) {
            below();
        }
    }

    @Override
    public void close() {
        if (isOpen()) {
            end().close();
        }
    }
}
