package io.rondo.client.endpoint;

import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.wait.Condition;

/** A consumer's side of a transport. Called inside a call of the subscriber, except where stated. */
public interface ConsumerTransport extends EndpointTransport {
    /**
     * Delivers the messages that are there and confirms them.
     *
     * @param handler called for each message
     * @param limit the most messages, from 1
     * @return the number delivered
     */
    int poll(RecordHandler handler, int limit);

    /**
     * Looks whether a {@link #poll} can be left out, by one load. For the subscriber's thread, also outside calls, and also after
     * {@link #detach()}.
     *
     * @return false if there is something, if this transport cannot tell by one load, or if it is time for a poll that finds
     * what one load does not show
     */
    default boolean isQuiet() {
        return false;
    }

    /** Holds when there may be a message, or a reason why none will arrive. For the subscriber's thread. */
    Condition arrival();

    /**
     * Shows messages that a later poll will deliver, each at most once, as far as the transport can. Consumes nothing. A
     * handler of {@link #poll} may call this.
     *
     * @param handler called for each message until it returns another action than {@code CONTINUE}
     */
    default void lookAhead(RecordHandler handler) {}

    /** Ends the poll in progress after the handler's present message. Any thread. */
    void stop();

    /** Messages lost since the subscriber attached. Any thread, also after {@link #detach()}. */
    long lost();

    /** Where this consumer of a topic began; null if the transport does not know it. */
    default TopicStart start() {
        return null;
    }
}
