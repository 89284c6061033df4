package io.rondo.client.service.response;

import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/** A claim in memory of its own, of a response that is kept until the queue of its requester is attached. */
final class KeptClaim implements Claim {
    private final byte[] bytes;
    private final MutableDirectBuffer buffer;
    private boolean open = true;
    private byte[] committed;

    KeptClaim(int length) {
        bytes = new byte[length];
        buffer = Buffers.wrap(bytes);
    }

    /** Returns the committed bytes. */
    byte[] record() {
        return committed;
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the claim is not open: it was committed or aborted");
        }
    }

    @Override
    public MutableDirectBuffer buffer() {
        requireOpen();
        return buffer;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public int length() {
        return bytes.length;
    }

    @Override
    public long commit() {
        return commit(bytes.length);
    }

    @Override
    public long commit(int length) {
        requireOpen();
        open = false;
        committed = Arrays.copyOf(bytes, length);
        return 1;
    }

    @Override
    public void abort() {
        requireOpen();
        open = false;
    }

    @Override
    public void close() {
        open = false;
    }
}
