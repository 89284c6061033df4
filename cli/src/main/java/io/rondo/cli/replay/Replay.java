package io.rondo.cli.replay;

import io.rondo.cli.log.LogSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/** Publishes the messages of one or several logs at their times. Confined to one thread. */
final class Replay {
    /** A pause is noticed after this time at the latest. */
    private static final long LONGEST_PARK_NANOS = 50_000_000;

    /** Publishes one message. */
    @FunctionalInterface
    interface Target {
        /** Publishes a message; returns false if the command is to end and it was not published. */
        boolean publish(DirectBuffer buffer, int offset, int length);
    }

    /** A log, and where its messages go. */
    record Track(LogSource source, Target target) {}

    /** Waits for so many nanoseconds at most. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(long nanos);
    }

    private final Speed speed;
    private final ReplayControl control;
    private final BooleanSupplier stop;
    private final LongSupplier clock;
    private final Sleeper sleeper;
    private final Schedule schedule;
    private long published;
    private boolean ended;

    /** Replays by the clock of this process. */
    Replay(Speed speed, ReplayControl control, BooleanSupplier stop) {
        this(speed, control, stop, System::nanoTime, LockSupport::parkNanos);
    }

    Replay(Speed speed, ReplayControl control, BooleanSupplier stop, LongSupplier clock, Sleeper sleeper) {
        this.speed = speed;
        this.control = control;
        this.stop = stop;
        this.clock = clock;
        this.sleeper = sleeper;
        schedule = new Schedule(speed);
    }

    /** Publishes the messages of all tracks in the order of their times, until they or the control end, or the command. */
    void run(List<Track> tracks) throws InterruptedException {
        while (!ended && !stop.getAsBoolean() && awaitTurn() && publish(earliest(tracks))) {
            // The next message.
        }
    }

    private static Track earliest(List<Track> tracks) {
        Track earliest = tracks.getFirst();
        if (tracks.size() > 1) {
            long time = Long.MAX_VALUE;
            for (Track track : tracks) {
                long next = track.source.nextTimestamp();
                if (next >= 0 && next < time) {
                    time = next;
                    earliest = track;
                }
            }
        }
        return earliest;
    }

    /** Returns false if the track has no message. */
    private boolean publish(Track track) {
        return track.source.next(record -> {
            if (awaitDue(record.timestamp())
                    && track.target.publish(record.payload(), 0, record.payload().capacity())) {
                published++;
            } else {
                ended = true;
            }
        });
    }

    private boolean awaitTurn() throws InterruptedException {
        if (!control.holds()) {
            return true;
        }
        boolean stepping = control.isStepping();
        long from = clock.getAsLong();
        boolean turn = control.awaitTurn();
        if (!stepping) {
            schedule.pausedFor(clock.getAsLong() - from);
        }
        return turn;
    }

    /** Returns false if the command is to end before. */
    private boolean awaitDue(long timestamp) {
        long now = clock.getAsLong();
        long due = schedule.due(timestamp, now);
        if (speed.isUnlimited() || control.isStepping()) {
            // The messages behind steps keep their distance to the last step.
            schedule.pausedFor(now - due);
            return true;
        }
        while (now - due < 0) {
            if (stop.getAsBoolean()) {
                return false;
            }
            sleeper.sleep(Math.min(due - now, LONGEST_PARK_NANOS));
            now = clock.getAsLong();
        }
        return true;
    }

    /** Returns the number of published messages. */
    long published() {
        return published;
    }
}
