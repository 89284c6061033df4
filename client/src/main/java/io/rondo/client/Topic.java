package io.rondo.client;

/** The description of a topic: one producer, many consumers. Each attached consumer sees every message. */
public interface Topic extends Channel<Topic> {
    /**
     * Sets what happens when this consumer does not keep up; {@link SlowConsumer#BLOCK} by default. For subscribers; has
     * no effect on the publisher.
     *
     * @param policy the policy
     * @return a changed copy
     */
    Topic slowConsumer(SlowConsumer policy);
}
