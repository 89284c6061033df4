package io.rondo.client.socket;

import io.netty.channel.EventLoop;

/** One consumer's fetching in the loop's place. Confined to the consumer's thread. */
final class Fetching {
    /**
     * Who looked so often in vain, and did not sleep, polls for good: only then it pays to send the loop away. It is more than who spins
     * for a while and then sleeps gets to, because to send the loop away and call it back at every turn costs more than it saves.
     */
    private static final int LOOKS_BEFORE_ASKING = 5_000;

    private final LoopSeat seat;
    private int looks;

    Fetching(LoopSeat seat) {
        this.seat = seat;
    }

    /** Whether this has the loop's place now; then it ends in {@link #end}. */
    boolean begin() {
        if (seat.take()) {
            return true;
        }
        looks++;
        if (looks > LOOKS_BEFORE_ASKING) {
            seat.ask();
        }
        return false;
    }

    void end() {
        seat.putBack();
    }

    /** Has the loop's work done: now in its place, which it may be away from for a while, or by the loop soon. */
    void inPlaceOrLater(EventLoop eventLoop, Runnable work) {
        if (seat.take()) {
            try {
                work.run();
            } finally {
                seat.putBack();
            }
        } else {
            eventLoop.execute(work);
        }
    }

    /** The consumer is about to sleep. */
    void rest() {
        if (looks > LOOKS_BEFORE_ASKING || seat.isAway()) {
            seat.giveBack();
        }
        looks = 0;
    }
}
