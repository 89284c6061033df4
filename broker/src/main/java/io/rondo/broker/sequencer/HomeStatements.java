package io.rondo.broker.sequencer;

/**
 * What the home of a copy states to have recorded of the forwarded messages. A message is confirmed when the copy has what the
 * home had then. Only two statements are kept, the oldest one that waits for the copy and the latest one: a later statement
 * includes all earlier ones. For one thread at a time.
 */
final class HomeStatements {
    private static final Statement NONE = new Statement(0, 0);

    private final PendingRecords pending;
    /** Not confirmed yet because the copy lags behind. */
    private Statement awaited = NONE;
    /** Follows {@link #awaited}, which therefore is reached. */
    private Statement latest = NONE;

    /**
     * The home has recorded what was forwarded before an index.
     *
     * @param index of the first record that is not recorded
     * @param sequence a copy that has it has these messages
     */
    private record Statement(long index, long sequence) {}

    /**
     * Creates an empty list.
     *
     * @param pending the records that were forwarded and are not confirmed
     */
    HomeStatements(PendingRecords pending) {
        this.pending = pending;
    }

    /** Returns the index of the first record that the home has not recorded, as far as is known. */
    long recorded() {
        return latest.index();
    }

    /** Adds a statement with a greater index than {@link #recorded()}. */
    void add(long index, long sequence) {
        latest = new Statement(index, sequence);
        advance();
    }

    private void advance() {
        if (awaited.index() <= pending.begin()) {
            awaited = latest;
        }
    }

    /** Returns whether a record is confirmed by a copy that has everything up to a sequence. */
    boolean hasConfirmed(long has) {
        return isConfirmed(awaited, has) || isConfirmed(latest, has);
    }

    private boolean isConfirmed(Statement statement, long has) {
        return statement.index() > pending.begin() && statement.sequence() <= has;
    }

    /** Removes the records that are confirmed by a copy that has everything up to a sequence; returns their number. */
    int confirm(long has) {
        long begin = pending.begin();
        advance();
        while (isConfirmed(awaited, has)) {
            while (pending.begin() < awaited.index()) {
                pending.remove();
            }
            advance();
        }
        return (int) (pending.begin() - begin);
    }
}
