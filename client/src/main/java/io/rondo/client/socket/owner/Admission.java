package io.rondo.client.socket.owner;

import io.rondo.codecs.control.Outcome;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Join;
import io.rondo.codecs.session.SessionException;
import org.agrona.DirectBuffer;

/** Decides which peers take part in a channel, and how. */
public interface Admission {
    /**
     * Loop: accepts or rejects a peer, now or later; never blocks. The listener has checked the name, the versions and the
     * terms.
     *
     * @param session of the peer
     * @param join what it asks of a sequenced topic; null if it sent no Join
     * @param hello its Hello
     * @throws RuntimeException if the peer is to be rejected, as {@link AcceptedSession#rejectFor} does
     */
    void admit(AcceptedSession session, Join join, Hello hello);

    /**
     * Loop: checks whether a peer may ask about the channel.
     *
     * @param peer its process
     * @throws RuntimeException if the peer is to be rejected, as {@link AcceptedSession#rejectFor} does
     */
    default void requireObservable(OwnedChannel.Peer peer) {
        // All peers that may connect may ask.
    }

    /**
     * The part of one peer in the channel, from its Welcome to the end of its connection. Called by the event loop, or by the
     * thread that holds its lease.
     */
    interface Participation {
        /** A peer that only asks. */
        Participation OBSERVER = new Participation() {
        };

        /** A message arrived; returns false if the same frame is to be offered again. */
        default boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
            throw new SessionException("Data is expected from a publisher only");
        }

        /** The peer confirmed a sequence and granted credit; both have not decreased. */
        default void onAck(long confirmedSequence, long creditLimit) {
            throw new SessionException("Ack is expected from a subscriber only");
        }

        /** A subscriber of a work queue takes so many messages in all. */
        default void onWorkCredit(long limit) {
            throw new SessionException("WorkCredit is expected from a subscriber of a work queue only");
        }

        /** A subscriber of a work queue ends a lease. */
        default void onSettle(long lease, Outcome outcome, long delayNanos) {
            throw new SessionException("Settle is expected from a subscriber of a work queue only");
        }

        /** A responder of a service asks for cancellations. */
        default void onLookAhead() {
            throw new SessionException("LookAhead is expected from a responder of a service only");
        }

        /** All bytes that were read have been delivered. */
        default void onBatchEnd() {}

        /** The owner's consumer has consumed messages. */
        default void onConsumed() {}

        /** Looks for a reason to end the session. */
        default void check() {}

        /** The peer ends the session in order. */
        default void onBye(long lastSequence) {}

        /**
         * The owner ends: confirms what can be confirmed.
         *
         * @return the last confirmed sequence, for the Bye; negative if messages of the peer were taken and are not confirmed,
         * so that there must be no Bye
         */
        default long end() {
            return 0;
        }

        /** The connection is closed. */
        default void onClosed() {}
    }
}
