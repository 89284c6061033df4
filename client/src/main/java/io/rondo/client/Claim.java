package io.rondo.client;

import org.agrona.MutableDirectBuffer;

/**
 * Space for one message, reserved in place in the channel. It is open from {@code tryClaim} or {@code claim} until
 * {@link #commit()}, {@link #abort()} or {@link #close()}; a publisher has at most one open claim.
 *
 * <p>While a claim on a channel with many producers is open, messages committed after it by other producers wait behind it.
 * A process that dies with an open claim gives it up; one that is merely stopped or slow keeps it.
 *
 * <p>Confined to the publisher's thread. The object is reused by the publisher's next claim.
 */
public interface Claim extends AutoCloseable {
    /**
     * The reserved space: bounded to this claim, and usable until it ends.
     *
     * @return a view that may be written from {@link #offset()} for {@link #length()} bytes
     * @throws IllegalStateException if the claim is not open
     */
    MutableDirectBuffer buffer();

    /**
     * Where the message begins in {@link #buffer()}.
     *
     * @return index of the first byte
     */
    int offset();

    /**
     * The length that was claimed and will be delivered.
     *
     * @return length in bytes
     */
    int length();

    /**
     * Publishes the message.
     *
     * @return this publisher's sequence of the message, from 1; or {@link Publisher#CLOSED} when the publisher was closed
     *         by another thread meanwhile, in which case nothing is delivered
     * @throws IllegalStateException if the claim is not open (a second commit, or a commit after abort)
     */
    long commit();

    /**
     * Gives the space up; nothing is delivered.
     *
     * @throws IllegalStateException if the claim is not open
     */
    void abort();

    /** Aborts the claim if it is still open; otherwise does nothing. */
    @Override
    void close();
}
