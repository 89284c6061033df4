package io.rondo.codecs.session;

import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.control.Outcome;
import java.util.UUID;
import org.agrona.DirectBuffer;

/**
 * Receives the messages a {@link SessionDecoder} finds. A side implements those it may be sent at this point of the session:
 * every other one is a {@link SessionException} by default.
 */
public interface SessionHandler {
    /**
     * A peer states what it asks of a sequenced topic.
     *
     * @param join its message
     * @throws SessionException if not expected
     */
    default void onJoin(Join join) {
        throw notExpected("Join");
    }

    /**
     * A peer identifies itself.
     *
     * @param hello its message
     * @throws SessionException if not expected
     */
    default void onHello(Hello hello) {
        throw notExpected("Hello");
    }

    /**
     * The owner lets this peer in.
     *
     * @param welcome its message
     * @throws SessionException if not expected
     */
    default void onWelcome(Welcome welcome) {
        throw notExpected("Welcome");
    }

    /**
     * The owner does not let this peer in.
     *
     * @param reject its message
     * @throws SessionException if not expected
     */
    default void onReject(Reject reject) {
        throw notExpected("Reject");
    }

    /**
     * A message of the channel.
     *
     * @param sequence its sequence, from 1
     * @param buffer holds the message; the decoder's caller's, valid until this method returns, not to be changed
     * @param offset index of its first byte
     * @param length its length in bytes, from 0
     * @return true if it was taken; false for not now: the same frame is to be offered again
     * @throws SessionException if not expected
     */
    default boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
        throw notExpected("Data");
    }

    /**
     * A message of a sequenced topic, in a frame as the log has it. By default the fields that only such a frame has are
     * skipped.
     *
     * @param sequence its sequence, from 1
     * @param timestamp nanoseconds since the epoch
     * @param frameLength bytes of the frame, as credits count them
     * @param buffer holds the message; the decoder's caller's, valid until this method returns, not to be changed
     * @param offset index of its first byte
     * @param length its length in bytes, from 0
     * @return as {@link #onData}
     * @throws SessionException if not expected
     */
    default boolean onSequencedData(long sequence, long timestamp, int frameLength, DirectBuffer buffer, int offset,
            int length) {
        return onData(sequence, buffer, offset, length);
    }

    /**
     * A frame of a log without a message: a GroupMark, or a Gap that needs no attention.
     *
     * @param frameLength bytes of the frame, as credits count them
     * @throws SessionException if not expected
     */
    default void onLogFrame(int frameLength) {
        throw notExpected("a frame of a log");
    }

    /**
     * A Gap.
     *
     * @param firstSequence the first message that is missing, from 1
     * @param lastSequence the last one
     * @param reason why they are missing; {@code NULL_VAL} or {@code SBE_UNKNOWN} if it is no known one
     * @param frameLength bytes of the frame, as credits count them
     * @throws SessionException if not expected
     */
    default void onGap(long firstSequence, long lastSequence, GapReason reason, int frameLength) {
        onLogFrame(frameLength);
    }

    /**
     * The receiver of Data says how far it is.
     *
     * @param confirmedSequence all up to here is confirmed; from 0
     * @param creditLimit bytes of Data frames that may have been sent in all since Welcome; from 0
     * @throws SessionException if not expected
     */
    default void onAck(long confirmedSequence, long creditLimit) {
        throw notExpected("Ack");
    }

    /**
     * The other side ends the session.
     *
     * @param bye its message
     * @throws SessionException if not expected
     */
    default void onBye(Bye bye) {
        throw notExpected("Bye");
    }

    /**
     * A peer asks for the numbers of participants.
     *
     * @param token for the answer; any value
     * @throws SessionException if not expected
     */
    default void onEnquiry(long token) {
        throw notExpected("Enquiry");
    }

    /**
     * The owner reports the numbers of participants.
     *
     * @param token of the enquiry
     * @param producers that live, from 0
     * @param consumers that live, from 0
     * @throws SessionException if not expected
     */
    default void onParticipants(long token, int producers, int consumers) {
        throw notExpected("Participants");
    }

    /**
     * The owner passes its segment.
     *
     * @param id of the segment
     * @param descriptors the number of file descriptors that were sent with the frame
     * @throws SessionException if not expected
     */
    default void onSegment(UUID id, int descriptors) {
        throw notExpected("Segment");
    }

    /**
     * A message of a work queue.
     *
     * @param lease identifies the delivery, from 1
     * @param deliveries of the message, this one included, from 1
     * @param takenOver whether the message was taken over from another consumer
     * @param dead whether it is a request that was delivered as often as its service allows
     * @param buffer holds the message; valid until this method returns, not to be changed
     * @param offset index of its first byte
     * @param length its length in bytes, from 0
     * @throws SessionException if not expected
     */
    default void onWork(long lease, int deliveries, boolean takenOver, boolean dead, DirectBuffer buffer, int offset,
            int length) {
        throw notExpected("Work");
    }

    /**
     * A subscriber of a work queue takes messages.
     *
     * @param limit Work messages that may be sent in all since Welcome, from 0
     * @throws SessionException if not expected
     */
    default void onWorkCredit(long limit) {
        throw notExpected("WorkCredit");
    }

    /**
     * A subscriber of a work queue ends a lease.
     *
     * @param lease of the message, from 1
     * @param outcome what the subscriber did with the message
     * @param delayNanos shortest time until the next delivery, from 0; 0 unless the message is returned
     * @throws SessionException if not expected
     */
    default void onSettle(long lease, Outcome outcome, long delayNanos) {
        throw notExpected("Settle");
    }

    /**
     * What a subscriber of a work queue settled has effect.
     *
     * @param count Settle messages processed in all since Welcome, without those of unused messages, from 0
     * @param lost lease of the last of them if it was lost; otherwise 0
     * @throws SessionException if not expected
     */
    default void onSettled(long count, long lost) {
        throw notExpected("Settled");
    }

    /**
     * A responder of a service asks for cancellations behind the requests that it holds.
     *
     * @throws SessionException if not expected
     */
    default void onLookAhead() {
        throw notExpected("LookAhead");
    }

    /**
     * The owner of a service answers a LookAhead.
     *
     * @param more whether the look stopped before the end
     * @param buffer holds the cancellations, one behind the other; valid until this method returns, not to be changed
     * @param offset index of the first byte
     * @param length bytes of all, from 0
     * @throws SessionException if not expected
     */
    default void onCancellations(boolean more, DirectBuffer buffer, int offset, int length) {
        throw notExpected("Cancellations");
    }

    private static SessionException notExpected(String message) {
        return new SessionException(message + " is not expected here");
    }
}
