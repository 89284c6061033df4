package io.rondo.client.socket;

/** Where a subscriber's messages come from. Callable from any thread. */
interface Inbox {
    /** Received and not consumed; null before it is known how long messages are. */
    Mailbox mailbox();

    /** The subscriber's thread: fetches what is there, if it can; whether anything came. */
    boolean fetch();

    /** The subscriber's thread is about to sleep. */
    void rest();

    /** The subscriber consumed something. */
    void consumed();

    /**
     * Why nothing will come any more.
     *
     * @return what to throw once the mailbox is empty; null as long as something may come
     */
    RuntimeException failure();

    /** Messages that were lost before the subscriber could take them. */
    long lost();

    /** Who takes part. */
    Census census();

    /** Lets go of the channel; called once. */
    void close();
}
