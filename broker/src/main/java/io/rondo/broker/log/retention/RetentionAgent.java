package io.rondo.broker.log.retention;

import io.rondo.client.RondoException;
import io.rondo.client.log.LogException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;

/** Applies the retention of one log about once a second. An agent for a thread that may wait for the disk. */
public final class RetentionAgent implements Agent {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Retention retention;
    private final Supplier<RetentionPolicy> policy;
    private final LongSupplier clock;
    private final Needs needs;
    private final Listener listener;
    private long next = System.nanoTime();
    private boolean failed;

    /** What durable subscriptions need of a log. */
    @FunctionalInterface
    public interface Needs {
        /** For a log without durable subscriptions. */
        Needs NONE = () -> Retention.NOTHING_NEEDED;

        /**
         * Saves the positions of the durable subscriptions. A file is deleted only after that: a subscription continues
         * from its saved position after a reboot.
         *
         * @return the lowest sequence that is not confirmed; {@link Retention#NOTHING_NEEDED} without a subscription
         * @throws RondoException if the positions cannot be saved
         */
        long save();
    }

    /** Receives what an operator should see. Called on the thread of the agent; must not block. */
    public interface Listener {
        /**
         * A position cannot be saved, or a file cannot be deleted. The agent tries again each second, and reports only
         * the first failure until it succeeds.
         *
         * @param failure why
         */
        void onNotDeleted(RuntimeException failure);

        /** Positions are saved and files deleted again, after {@link #onNotDeleted}. */
        void onDeletedAgain();

        /**
         * Retention by size deleted messages that a durable subscription has not confirmed.
         *
         * @param firstSequence first of them
         * @param lastSequence last of them
         */
        void onUnconfirmedDeleted(long firstSequence, long lastSequence);
    }

    /**
     * Creates the agent of one log.
     *
     * @param retention deletes the files
     * @param policy what the log keeps now
     * @param clock nanoseconds since the epoch
     * @param needs what durable subscriptions need
     * @param listener receives failures and losses
     */
    public RetentionAgent(Retention retention, Supplier<RetentionPolicy> policy, LongSupplier clock, Needs needs,
            Listener listener) {
        this.retention = retention;
        this.policy = policy;
        this.clock = clock;
        this.needs = needs;
        this.listener = listener;
    }

    @Override
    public int doWork() {
        long now = System.nanoTime();
        if (now - next < 0) {
            return 0;
        }
        next = now + INTERVAL_NANOS;
        try {
            int files = delete(policy.get(), needs.save());
            if (failed) {
                failed = false;
                listener.onDeletedAgain();
            }
            return files;
        } catch (LogException | RondoException e) {
            if (!failed) {
                failed = true;
                listener.onNotDeleted(e);
            }
            return 0;
        }
    }

    /** Does not look at the files of a log that keeps everything. */
    private int delete(RetentionPolicy kept, long needed) {
        if (kept.equals(RetentionPolicy.UNLIMITED)) {
            return 0;
        }
        retention.policy(kept);
        RetentionResult result = retention.apply(clock.getAsLong(), needed);
        if (result.lostFirst() <= result.lostLast()) {
            listener.onUnconfirmedDeleted(result.lostFirst(), result.lostLast());
        }
        return result.files();
    }

    @Override
    public String roleName() {
        return "log-retention";
    }
}
