package io.rondo.client;

import io.rondo.client.work.DeadLetterCodec;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.agrona.DirectBuffer;

/**
 * A message of a work queue that was delivered as often as the work queue allows, as its channel for dead letters contains
 * it. Dead letters arrive at least once: {@code workQueue} and {@code position} together identify the message. Immutable.
 *
 * @param workQueue id of the work queue's segment
 * @param position of the message in the work queue
 * @param reason why the last delivery failed
 * @param deliveries how often the message was delivered, from 1
 * @param time when the message became a dead letter, by the clock of the host
 * @param payloadOffset offset of the original message in the buffer
 * @param payloadLength length of the original message in bytes
 */
public record DeadLetter(UUID workQueue, long position, Reason reason, int deliveries, Instant time, int payloadOffset,
        int payloadLength) {
    /** Why the last delivery of a message failed. */
    public enum Reason {
        /** A consumer returned the message, or its handler threw. */
        RETURNED,
        /** The consumer that held the message died or left. */
        CONSUMER_GONE,
        /** A live consumer held the message for longer than the processing deadline. */
        DEADLINE_MISSED
    }

    /**
     * Reads a message of a channel for dead letters.
     *
     * @param buffer contains the message
     * @param offset of the message
     * @param length of the message
     * @return the dead letter
     * @throws IllegalArgumentException if the message is none
     */
    public static DeadLetter of(DirectBuffer buffer, int offset, int length) {
        return DeadLetterCodec.decode(Objects.requireNonNull(buffer, "buffer"), offset, length);
    }
}
