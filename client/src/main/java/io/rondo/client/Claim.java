package io.rondo.client;

import org.agrona.MutableDirectBuffer;

/**
 * Space for one message, reserved in place in the channel. It is open from {@code tryClaim} or {@code claim} until a
 * commit, {@link #abort()} or {@link #close()}; a publisher has at most one open claim.
 *
 * <pre>{@code
 * Claim claim = publisher.tryClaim(maxLength);
 * if (claim != null) {
 *     try (claim) {
 *         int length = encode(claim.buffer(), claim.offset());
 *         claim.commit(length);
 *     }
 * }
 * }</pre>
 *
 * <p>While a claim on a channel with many producers is open, messages that other producers commit after it wait behind
 * it. A process that dies with an open claim gives the claim up; one that is stopped or slow keeps it.
 *
 * <p>Confined to the publisher's thread. The object is reused by the publisher's next claim: a reference that is kept
 * after the claim has ended refers to the next claim, and {@code commit}, {@code abort} or {@code close} of it ends that
 * one. Keep no reference beyond the claim's end.
 */
public interface Claim extends AutoCloseable {
    /**
     * The reserved space: bounded to this claim, and usable until it ends.
     *
     * @return a view that may be written from {@link #offset()} for {@link #length()} bytes
     * @throws IllegalStateException if the claim is not open
     * @throws ClosedException if this thread has closed the publisher
     */
    MutableDirectBuffer buffer();

    /**
     * The index in {@link #buffer()} at which the message begins.
     *
     * @return index of the first byte
     */
    int offset();

    /**
     * The claimed length.
     *
     * @return length in bytes
     */
    int length();

    /**
     * Publishes all of the claimed length as the message.
     *
     * @return this publisher's sequence of the message, from 1
     * @throws IllegalStateException if the claim is not open (a second commit, or a commit after abort)
     * @throws ClosedException if the publisher was closed meanwhile; nothing is delivered
     * @throws ChannelRemovedException if the channel was removed meanwhile; nothing is delivered
     */
    long commit();

    /**
     * Publishes the first bytes of the claimed space as the message, and returns the rest.
     *
     * @param length of the message in bytes, from 0 to {@link #length()}
     * @return this publisher's sequence of the message, from 1
     * @throws IllegalArgumentException if {@code length} is out of range; the claim stays open
     * @throws IllegalStateException if the claim is not open
     * @throws ClosedException if the publisher was closed meanwhile; nothing is delivered
     * @throws ChannelRemovedException if the channel was removed meanwhile; nothing is delivered
     */
    long commit(int length);

    /**
     * Gives the space up; nothing is delivered.
     *
     * @throws IllegalStateException if the claim is not open
     * @throws ClosedException if the publisher was closed meanwhile, which has given the space up
     * @throws ChannelRemovedException if the channel was removed meanwhile, which has given the space up
     */
    void abort();

    /** Aborts the claim if it is still open; otherwise does nothing, also after the end of the publisher. */
    @Override
    void close();
}
