package io.rondo.client;

/**
 * The description of a sequenced topic: many producers, many consumers, one order. A broker assigns each message a
 * sequence and a timestamp, and every subscriber sees the messages in that order. Immutable, and thread-safe; each setter
 * returns a changed copy.
 *
 * <p>{@link #publisher()} and {@link #subscriber()} ask the broker of the directory to create the topic if it does not
 * exist. Capacity, longest message, schema, file mode, fence side, maximum number of participants and durability apply
 * then; on a topic that exists, those that were set must match. The other settings belong to the endpoint alone. A topic
 * that exists can also be opened while no broker runs; a broker that starts later continues it. Without a broker and
 * without the topic, opening fails with {@link UnavailableException}.
 *
 * <p>Clients notice the death of the broker within a second, log a warning, and go on when a broker runs again.
 *
 * <p>A process without shared memory connects to a socket of the broker. It needs a running broker to open a topic. The broker
 * does not wait for its subscribers, and when the broker dies its publishers learn of unconfirmed messages by {@link
 * DeliveryUnknownException}, unless they have a {@link #producerId}.
 */
public interface SequencedTopic {
    /**
     * The topic's name.
     *
     * @return the name
     */
    String name();

    /**
     * Sets the size of the data regions of the topic, of which it has two; 1 MiB by default.
     *
     * @param bytes a power of two from 4096 to 512 MiB
     * @return a changed copy
     * @throws IllegalArgumentException if it is none
     */
    SequencedTopic capacity(int bytes);

    /**
     * Sets the length of the longest message; by default the greatest that the capacity allows, which is a quarter of
     * the capacity less 32 bytes.
     *
     * @param bytes from 0
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative; a length that does not fit the capacity is found on opening
     */
    SequencedTopic maxMessageLength(int bytes);

    /**
     * Sets the SBE schema of the messages; by default 0 and 0, which stand for any.
     *
     * @param id from 0 to 65535
     * @param version from 0 to 65535
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     */
    SequencedTopic schema(int id, int version);

    /**
     * Sets the mode of the topic's files; 0600 by default.
     *
     * @param mode 0600 or 0660
     * @return a changed copy
     * @throws IllegalArgumentException if it is neither
     */
    SequencedTopic fileMode(int mode);

    /**
     * Sets the side that runs the memory fence of a wake-up; by default the sleeper where the kernel has {@code
     * membarrier}, the waker elsewhere.
     *
     * @param side the side
     * @return a changed copy
     */
    SequencedTopic fenceSide(FenceSide side);

    /**
     * Sets how many publishers, and how many subscribers, may be attached at the same time; 64 by default.
     *
     * @param count from 1 to 1024
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     */
    SequencedTopic maxParticipants(int count);

    /**
     * Sets the state that a message must reach before it is confirmed; by default the broker decides. A broker that does
     * not offer the durability refuses to open the topic.
     *
     * @param durability the state
     * @return a changed copy
     */
    SequencedTopic durability(Durability durability);

    /**
     * Sets how this endpoint waits; {@link WaitStrategy#spinThenPark()} by default.
     *
     * @param strategy the strategy
     * @return a changed copy
     */
    SequencedTopic waitStrategy(WaitStrategy strategy);

    /**
     * Sets what happens when this consumer does not keep up; {@link SlowConsumer#BLOCK} by default: then the broker
     * waits for it, and the publishers for the broker.
     *
     * @param policy the policy
     * @return a changed copy
     */
    SequencedTopic slowConsumer(SlowConsumer policy);

    /**
     * Sets the first message that this consumer gets; {@link StartPosition#latest()} by default.
     *
     * @param position the position
     * @return a changed copy
     */
    SequencedTopic from(StartPosition position);

    /**
     * Makes the subscription durable: its position has a name and outlives this subscriber. The first subscriber of the name
     * begins at {@link #from}; each later one begins behind the last message that was confirmed, also after crashes of the
     * subscriber and the broker. A message is confirmed when the poll that delivered it ends, or by {@link Action#COMMIT}.
     * After a power loss up to a second of confirmed messages is delivered again. The topic needs a log. One live subscriber
     * at a time uses a name.
     *
     * @param name 1 to 64 letters, digits, dots, underscores and hyphens, the first one a letter or digit
     * @return a changed copy
     * @throws IllegalArgumentException if it is none
     */
    SequencedTopic durable(String name);

    /**
     * Sets the identity of this producer, which it keeps across restarts; none by default. A kernel lock keeps a second
     * live publisher from using the id.
     *
     * @param id from 1 to 2^62 - 2
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     */
    SequencedTopic producerId(long id);

    /**
     * Opens the topic as a producer. With a {@link #producerId}, waits for the broker to report the last sequence that
     * it has recorded of that id.
     *
     * @return a publisher, to be closed
     * @throws IllegalArgumentException if the settings do not fit together
     * @throws ClosedException if the {@link Rondo} is closed
     * @throws UnavailableException if the topic does not exist and no broker runs; with a producer id also if the broker
     * of an existing topic does not answer
     * @throws ChannelInUseException if a live publisher has the producer id
     * @throws RondoException if the topic cannot be opened; the subclass and the message state the reason
     */
    SequencedPublisher publisher();

    /**
     * Opens the topic as a consumer.
     *
     * @return a subscriber, to be closed
     * @throws IllegalArgumentException if the settings do not fit together
     * @throws ClosedException if the {@link Rondo} is closed
     * @throws UnavailableException if the topic does not exist and no broker runs; with a durable name also if the topic has
     * no log, or a new subscription finds no broker
     * @throws ChannelInUseException if a live subscriber uses the durable name
     * @throws SequenceUnavailableException if the topic does not keep the first message asked for
     * @throws RondoException if the topic cannot be opened; the subclass and the message state the reason
     */
    SequencedSubscriber subscriber();

    /**
     * Removes a durable subscription, so that retention does not wait for it any more.
     *
     * @param name of the subscription
     * @throws ChannelInUseException if a live subscriber uses it
     * @throws UnavailableException if no broker runs
     * @throws RondoException if there is no such subscription; the message names those that exist
     */
    void removeDurable(String name);
}
