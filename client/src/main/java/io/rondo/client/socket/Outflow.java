package io.rondo.client.socket;

/** Where the messages of one connected subscriber come from. */
interface Outflow {
    /** Loop: the number of the last message before the first that will come. */
    long before();

    /**
     * Loop: begins to append messages to a window, from whatever thread.
     *
     * @param feed where they go
     */
    void start(TopicFeed feed);

    /** Loop: there may be room in the window again. */
    void onRoom();

    /** Loop: whether everything that was published before this call is in the window. */
    boolean isDrained();

    /** Loop: ends it; nothing is appended after this returns. */
    void close();
}
