package io.rondo.client.socket.peer;

import java.util.function.Supplier;

/** Determines the pause before each connection attempt, and when to give up. Confined to the loop. */
final class ReconnectPolicy {
    private static final long FIRST_PAUSE_MILLIS = 1;
    private static final long LAST_PAUSE_MILLIS = 100;
    private static final long CHECK_NANOS = 1_000_000_000L;

    private final Supplier<String> noOwnerReasons;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long lastCheck = System.nanoTime();
    private String lastReason;

    /**
     * Creates the policy.
     *
     * @param noOwnerReasons returns why no owner will ever listen, or null if an owner may
     */
    ReconnectPolicy(Supplier<String> noOwnerReasons) {
        this.noOwnerReasons = noOwnerReasons;
    }

    /** The owner serves this peer: the next pause is the shortest again. */
    void onServed() {
        pauseMillis = FIRST_PAUSE_MILLIS;
    }

    /** Returns the pause before the next attempt, which doubles with each attempt up to a limit. */
    long nextPauseMillis() {
        long pause = pauseMillis;
        pauseMillis = Math.min(2 * pause, LAST_PAUSE_MILLIS);
        return pause;
    }

    /**
     * Checks once per second whether an owner can ever listen. Two equal results are required, because an owner that
     * starts or closes occupies its slot for a moment without listening.
     *
     * @return why no owner will ever listen; null to go on
     */
    String giveUpReason() {
        long now = System.nanoTime();
        if (now - lastCheck < CHECK_NANOS) {
            return null;
        }
        lastCheck = now;
        String previous = lastReason;
        lastReason = noOwnerReasons.get();
        return lastReason != null && lastReason.equals(previous) ? lastReason : null;
    }
}
