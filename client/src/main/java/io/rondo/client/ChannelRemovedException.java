package io.rondo.client;

/**
 * The segment of a channel was removed or replaced while this publisher or subscriber used it, for example because its
 * file was deleted. Messages in it that were not read are lost. Open the channel again to go on.
 */
public final class ChannelRemovedException extends RondoException {
    private static final long serialVersionUID = 1L;

    /** Number of unread messages in the removed segment, from 0. */
    private final long unreadMessages;

    /**
     * Creates the exception.
     *
     * @param message names the channel, its file and the remedy
     * @param unreadMessages number of unread messages in the removed segment, from 0
     */
    public ChannelRemovedException(String message, long unreadMessages) {
        this(message, unreadMessages, null);
    }

    /**
     * Creates the exception.
     *
     * @param message names the channel, its file and the remedy
     * @param unreadMessages number of unread messages in the removed segment, from 0
     * @param cause the failure below; null if there is none
     */
    public ChannelRemovedException(String message, long unreadMessages, Throwable cause) {
        super(message, cause);
        this.unreadMessages = unreadMessages;
    }

    /**
     * Returns the number of messages in the removed segment that were unread when the removal was noticed. For a queue these
     * are all unread messages, for a topic's subscriber those that it had not read; for a topic's publisher the number is 0.
     *
     * @return the number of messages, from 0
     */
    public long unreadMessages() {
        return unreadMessages;
    }
}
