package io.rondo.client.guard;

/**
 * What a publisher or subscriber holds of a channel. It does not refer to the publisher or subscriber, and nothing but
 * the user's own references and those of other users' objects may: so that it can be closed when that has become
 * unreachable.
 */
@FunctionalInterface
public interface Resources {
    /** A publisher or subscriber, which refers to its resources. */
    @FunctionalInterface
    interface Holder {
        /**
         * The resources.
         *
         * @return what remains to be closed when this is unreachable
         */
        Resources resources();
    }

    /**
     * Closes them, if their holder did not; called when no thread can call the holder any more.
     *
     * @return whether they were open
     * @throws RuntimeException as the holder's close() does; they are closed nevertheless
     */
    boolean close();
}
