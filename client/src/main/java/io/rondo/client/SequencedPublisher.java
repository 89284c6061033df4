package io.rondo.client;

import org.agrona.DirectBuffer;

/**
 * Writes messages to a sequenced topic. The rules of {@link Publisher} hold, with these additions:
 *
 * <ul>
 * <li>A message that was published is in shared memory and will be sequenced, also after the death of this process or of
 * the broker. It is {@link #confirmed()} when the broker has sequenced it and it has reached the {@link Durability} of
 * the topic.</li>
 * <li>While no broker runs, messages can be published until the ingress is full; then {@code tryPublish} returns {@link
 * #BACK_PRESSURED} and {@code publish} waits for a broker.</li>
 * <li>{@link #consumers()} counts the subscribers of the topic, {@link #producers()} its publishers.</li>
 * </ul>
 *
 * <p>A publisher with a {@link SequencedTopic#producerId} continues where its predecessor with that id ended: {@link
 * #lastRecorded()} returns the last sequence in the topic, and the next message has a larger one. A message that a
 * producer publishes again under a recorded sequence is not recorded twice.
 */
public interface SequencedPublisher extends Publisher {
    /**
     * Returns the producer id.
     *
     * @return from 1; 0 if none was set
     */
    long producerId();

    /**
     * Returns the last sequence that the topic had recorded of this producer id when this publisher was opened. No
     * predecessor can add messages after that.
     *
     * @return the sequence; 0 if there was none, or without a producer id
     */
    long lastRecorded();

    /**
     * Publishes a copy of the message under a sequence, if there is room now. A sequence that is not larger than {@link
     * #lastRecorded()} and the last one published is ignored. Sequences may have gaps. {@link #tryPublish(DirectBuffer,
     * int, int)} and claims use the last sequence plus 1.
     *
     * @param sequence from 1
     * @param buffer holds the message
     * @param offset index of its first byte
     * @param length its length in bytes, from 0 to {@link #maxMessageLength()}
     * @return the sequence, also if it is ignored, or {@link #BACK_PRESSURED}
     * @throws IllegalArgumentException if the sequence is not positive, or the message is too long
     * @throws IllegalStateException without a producer id, and as {@link #tryPublish(DirectBuffer, int, int)}
     * @throws ClosedException after {@link #close()}
     */
    long tryPublish(long sequence, DirectBuffer buffer, int offset, int length);

    /**
     * As {@link #tryPublish(long, DirectBuffer, int, int)}, waiting for room as long as it takes.
     *
     * @param sequence from 1
     * @param buffer holds the message
     * @param offset index of its first byte
     * @param length its length in bytes
     * @return the sequence, also if it is ignored
     * @throws IllegalStateException without a producer id
     * @throws InterruptedWaitException if the thread is interrupted while it waits; nothing was written
     * @throws ClosedException after {@link #close()}, also by another thread during the wait; nothing was written
     */
    long publish(long sequence, DirectBuffer buffer, int offset, int length);

    /**
     * Returns the number of messages that this publisher ignored because their sequence was recorded or published
     * before. For the publisher's thread.
     *
     * @return from 0
     */
    long ignored();
}
