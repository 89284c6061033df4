package io.rondo.core.ring.reader;

/**
 * Keeps a consumer a little behind a busy producer, so that the two do not use the same cache lines at the same time: after a
 * burst has been drained, the consumer pauses before its next look, longer after a longer burst. Confined to one thread.
 */
public final class ProducerLag {
    /** The most pauses before a read: one or two microseconds. */
    private static final int MAX_PAUSES = 64;
    /**
     * A producer counts as busy if its message follows at most so many empty polls. A producer that answers requests,
     * or keeps a rate, takes longer, and a pause would only delay its next message.
     */
    private static final int BUSY_LOOKS = 1;

    private final int pauseShift;
    private int pauses;
    private int emptyLooks;

    /**
     * Creates the lag of a consumer.
     *
     * @param bytesPerPause bytes of a drained burst per pause before the next read, a power of two: a busier producer is
     *     followed at a greater distance
     */
    public ProducerLag(int bytesPerPause) {
        pauseShift = Integer.numberOfTrailingZeros(bytesPerPause);
    }

    /** Pauses if the producer was busy; called before a read. Returns the number of pauses. */
    public int pause() {
        int paused = pauses;
        pauses = 0;
        for (int i = paused; i > 0; i--) {
            Thread.onSpinWait();
        }
        return paused;
    }

    /**
     * Decides on the next pause after a read that drained the ring.
     *
     * @param paused pauses before the read
     * @param bytes length of the records that were read, more than 0
     * @param count messages that were read
     * @return whether {@link #pause()} will pause
     */
    public boolean drained(int paused, long bytes, int count) {
        // A single message after a pause does not show that the producer is busy: it may be an answer.
        boolean busy = count > 1 || paused == 0 && emptyLooks <= BUSY_LOOKS;
        pauses = busy ? (int) Math.min(bytes >> pauseShift, MAX_PAUSES) : 0;
        emptyLooks = 0;
        return busy;
    }

    /** Notes a read that did not drain the ring. */
    public void notDrained() {
        emptyLooks = 0;
    }

    /** Notes looks that found nothing, given their number. */
    public void foundNothing(int looks) {
        if (emptyLooks <= BUSY_LOOKS) {
            emptyLooks += looks;
        }
    }
}
