package io.rondo.client.service;

import io.rondo.client.Claim;
import org.agrona.MutableDirectBuffer;

/** A claim on a queue of a service: hides the header before the payload. Reused, as the claim below. */
abstract class OffsetClaim implements Claim {
    private final int header;
    private Claim claim;

    /**
     * Creates a claim that is not open.
     *
     * @param header bytes before the payload
     */
    OffsetClaim(int header) {
        this.header = header;
    }

    /** Opens this over a claim of a publisher. */
    final OffsetClaim over(Claim opened) {
        claim = opened;
        return this;
    }

    /** The claim below. */
    final Claim below() {
        if (claim == null) {
            throw new IllegalStateException("the claim is not open: it was committed or aborted");
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
        return below().length() - header;
    }

    @Override
    public final long commit() {
        return committed(length());
    }

    @Override
    public final long commit(int length) {
        int claimed = length();
        if (length < 0 || length > claimed) {
            throw new IllegalArgumentException("commit length " + length + " is not from 0 to " + claimed
                    + ", the claimed length: claim as much as the message may need");
        }
        return committed(length);
    }

    /** Writes the header and commits. */
    abstract long committed(int length);

    @Override
    public void abort() {
        end().abort();
    }

    @Override
    public final void close() {
        if (isOpen()) {
            abort();
        }
    }
}
