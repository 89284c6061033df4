package io.rondo.broker.bridge.copy;

import io.aeron.logbuffer.Header;
import io.rondo.broker.bridge.BridgeListener;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clock of a home, as its copy sees it. A message arrives after it was sent, so each direction bounds the difference of the
 * clocks on one side (F. Cristian, Probabilistic clock synchronization, 1989): a message that waits on its way widens the bounds
 * and raises no false alarm. For one thread, apart from the offset.
 */
final class HomeClock {
    /**
     * A larger difference is reported. Time servers that smear a leap second differ from others by up to half a second, and
     * retention by age and {@code lagSeconds} use times in seconds.
     */
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double NANOS_PER_SECOND = 1e9;

    private final BridgeListener listener;
    private final AtomicLong offset = new AtomicLong();
    /** Whether the listener was told that they agree. */
    private boolean agrees;
    /** The bound that the listener was told; 0 for none. */
    private long reported;

    HomeClock(BridgeListener listener) {
        this.listener = listener;
    }

    /**
     * Takes the bounds that a statement of the home gives.
     *
     * @param sent the home's clock when it sent the statement, in nanoseconds since the epoch
     * @param arrived the clock of this host when that arrived
     * @param most the home's clock when it received the last request, less the clock of this host in the request
     * @param from has the address of the home
     */
    void compare(long sent, long arrived, long most, Header from) {
        long least = sent - arrived;
        if (least > most) {
            // A clock was set between the request and the statement.
            return;
        }
        offset.setOpaque(least + (most - least) / 2);
        if (least > LIMIT_NANOS || most < -LIMIT_NANOS) {
            agrees = false;
            // Wider bounds do not disprove what was reported.
            if (least - reported > LIMIT_NANOS || reported - most > LIMIT_NANOS) {
                reported = least > 0 ? least : most;
                listener.onClocksDiffer(describe(reported, StreamPair.sender(from)));
            }
        } else if (!agrees && least >= -LIMIT_NANOS && most <= LIMIT_NANOS) {
            agrees = true;
            reported = 0;
            listener.onClocksAgree();
        }
    }

    private static String describe(long bound, String peer) {
        // Rounded down: no more than this is proven.
        long tenths = TimeUnit.NANOSECONDS.toMillis(Math.abs(bound)) / 100;
        return String.format(Locale.ROOT,
                "that of %s is at least %d.%d s %s that of this host, more than %d s: synchronise"
                        + " the clocks of both hosts, for example with chrony",
                peer, tenths / 10, tenths % 10,
                bound > 0 ? "ahead of" : "behind", TimeUnit.NANOSECONDS.toSeconds(LIMIT_NANOS));
    }

    /**
     * Returns how far the home's clock is ahead of that of this host, in seconds; 0 before it is known. Half the time that a
     * request and the statement after it take together is the largest error. Any thread.
     */
    double offsetSeconds() {
        return offset.getOpaque() / NANOS_PER_SECOND;
    }
}
