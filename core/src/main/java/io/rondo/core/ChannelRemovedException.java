package io.rondo.core;

/**
 * The segment of a channel was removed or replaced while this publisher or subscriber used it (a deleted file, a system
 * that removes IPC files at logout). Messages in it that were not read are lost.
 */
public final class ChannelRemovedException extends RondoException {
    private static final long serialVersionUID = 1L;

    private final long unreadMessages;

    /**
     * Creates the exception.
     *
     * @param message names the channel and its file, and says what to do
     * @param unreadMessages in the removed segment
     */
    public ChannelRemovedException(String message, long unreadMessages) {
        super(message);
        this.unreadMessages = unreadMessages;
    }

    /**
     * The messages in the removed segment that were not read when the removal was noticed: of a queue all of them, of a
     * topic those that this subscriber had not read; 0 for a topic's publisher.
     *
     * @return their number, from 0
     */
    public long unreadMessages() {
        return unreadMessages;
    }
}
