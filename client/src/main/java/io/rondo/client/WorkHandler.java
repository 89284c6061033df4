package io.rondo.client;

/** Receives the messages of a work queue. */
@FunctionalInterface
public interface WorkHandler {
    /**
     * Called for each message. The message is held afterwards, unless this method acknowledges or returns it. If this method
     * throws, the message is returned.
     *
     * @param message valid during the call; keep its {@link WorkMessage#id()} to acknowledge it later
     */
    void onMessage(WorkMessage message);
}
