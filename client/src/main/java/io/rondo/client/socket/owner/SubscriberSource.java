package io.rondo.client.socket.owner;

/** Supplies the messages of one connected subscriber. */
interface SubscriberSource {
    /** Loop: the number of the last message before the first one supplied. */
    long messagesBefore();

    /**
     * Loop: starts to append messages, from any thread.
     *
     * @param sender receives the messages
     */
    void start(TopicSender sender);

    /** Loop: the window may have space again. */
    void onSpace();

    /** Loop: whether all messages published before this call are in the window. */
    boolean isDrained();

    /** Loop: ends the source. No message is appended after this returns. */
    void close();
}
