package io.rondo.client.endpoint;

/**
 * The sequences of a producer's messages: each the last one plus 1, or larger if the user chooses it. For the publisher's
 * thread.
 */
public final class ProducerSequences {
    /** {@link #chosen}: the sequence that follows the last. */
    private static final long NEXT = 0;

    private final boolean choosable;
    private long last;
    private long chosen = NEXT;
    private long ignored;

    /**
     * Creates the sequences of a producer.
     *
     * @param choosable whether the user may choose sequences
     * @param last the last sequence of its predecessors
     */
    public ProducerSequences(boolean choosable, long last) {
        this.choosable = choosable;
        this.last = last;
    }

    /** Implements {@link ProducerTransport#isNew}. */
    public boolean isNew(long sequence) {
        if (!choosable) {
            throw new IllegalStateException("this publisher has no producer id: set one, or leave the sequence out");
        }
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence " + sequence + " is not positive: use 1 or more");
        }
        if (sequence <= last) {
            ignored++;
            return false;
        }
        return true;
    }

    /** Chooses the sequence of the claimed message. */
    public void choose(long sequence) {
        chosen = sequence;
    }

    /** Returns the sequence of the claimed message. */
    public long next() {
        return chosen == NEXT ? last + 1 : chosen;
    }

    /** The claimed message was published with the sequence of {@link #next()}, which this returns. */
    public long published() {
        last = next();
        chosen = NEXT;
        return last;
    }

    /** The claim was given up. */
    public void aborted() {
        chosen = NEXT;
    }

    /** Returns the number of messages for which {@link #isNew} returned false. */
    public long ignored() {
        return ignored;
    }
}
