package io.rondo.core.sync;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.wait.Parking;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one thread sleep for any number of parking places. All announcements share one fence. The thread itself sleeps on
 * the words that one system call takes; each further group of as many words has a {@link SleepHelper}. {@link #wake()}
 * and {@link #endWaits()} are thread-safe; the other methods are for one thread at a time. Does not allocate on platform
 * threads while the members stay the same.
 */
public final class SleepGroup implements Parking, AutoCloseable {
    /** Without futex_waitv, a thread sleeps on one word, and the thread of the group on the private one. */
    private static final int OWN_WORDS = GroupParker.canSleepOnSeveral() ? GroupParker.MAX_WORDS : 0;
    private static final int HELPER_WORDS = GroupParker.canSleepOnSeveral() ? GroupParker.MAX_WORDS : 1;

    private final String name;
    private final GroupParker parker = new GroupParker();
    private final InterruptHook hook = new InterruptHook(parker::wake);
    private final List<SleepHelper> helpers = new ArrayList<>();
    private final AtomicInteger inKernel = new AtomicInteger();
    private List<? extends GroupParking> members = List.of();
    /** Whether the words of the present helper are being armed. */
    private boolean arming;
    private volatile boolean ended;

    /**
     * Creates a group without members.
     *
     * @param name of the group, for messages
     */
    public SleepGroup(String name) {
        this.name = name;
    }

    /**
     * Replaces the members, for the sleeps that are prepared from now on.
     *
     * @param places read by each {@link #prepare()}, and not changed
     */
    public void members(List<? extends GroupParking> places) {
        // The words of a sleeping helper may belong to a member that left.
        helpers.forEach(SleepHelper::wake);
        long words = places.stream().filter(GroupParking::sleepsInWord).count();
        int needed = (int) Math.ceilDiv(Math.max(0, words - OWN_WORDS), HELPER_WORDS);
        while (helpers.size() > needed) {
            helpers.removeLast().close();
        }
        while (helpers.size() < needed) {
            helpers.add(new SleepHelper(parker::wake));
        }
        // After the helpers: if one could not be started, the members stay.
        members = places;
    }

    /** Announces the sleep of all members with one fence. */
    @Override
    public void prepare() {
        parker.begin();
        int words = 0;
        for (int i = 0; i < members.size(); i++) {
            GroupParking member = members.get(i);
            if (!member.sleepsInWord()) {
                member.joinSleep(parker);
            } else if (words++ < OWN_WORDS) {
                member.joinSleep(parker);
            } else {
                joinHelper(member, words - 1 - OWN_WORDS);
            }
        }
        parker.announce();
    }

    /**
     * A helper that is asleep has armed the words of all its members. One that wakes in the middle of this keeps the
     * announcements of its last sleep, so its next sleep ends at once.
     */
    private void joinHelper(GroupParking member, int index) {
        SleepHelper helper = helpers.get(index / HELPER_WORDS);
        if (index % HELPER_WORDS == 0) {
            arming = !helper.isAsleep();
            if (arming) {
                helper.parker().begin();
            }
        }
        if (arming) {
            member.joinSleep(helper.parker());
            parker.include(helper.parker());
        }
    }

    @Override
    public void check() {
        if (ended) {
            throw new SegmentException(Reason.CLOSED, name + " is closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new SegmentException(Reason.INTERRUPTED, name + ": the wait was interrupted");
        }
    }

    @Override
    public void sleep(long maxNanos) {
        for (int i = 0; i < helpers.size(); i++) {
            if (!helpers.get(i).isAsleep()) {
                helpers.get(i).sleep();
            }
        }
        if (Thread.currentThread().isVirtual()) {
            VirtualSleep.await(() -> sleepInKernel(maxNanos), parker::wake);
        } else {
            hook.before();
            try {
                sleepInKernel(maxNanos);
            } finally {
                hook.after();
            }
        }
        check();
    }

    private void sleepInKernel(long maxNanos) {
        // Volatile increment, then volatile load of the end; close() stores it, then loads the count: at least one
        // sees the other's store.
        inKernel.incrementAndGet();
        try {
            if (!ended) {
                parker.sleep(maxNanos);
            }
        } finally {
            inKernel.decrementAndGet();
        }
    }

    /** Ends the sleep, or the next one if it was announced. */
    public void wake() {
        parker.wake();
    }

    /** Makes waits throw, from now on. Any thread; idempotent. */
    public void endWaits() {
        ended = true;
        parker.wake();
    }

    /** Ends the helpers, and releases the memory when no thread sleeps here. No wait is prepared afterwards. */
    @Override
    public void close() {
        ended = true;
        while (inKernel.get() != 0) {
            parker.wake();
            Thread.yield();
        }
        helpers.forEach(SleepHelper::close);
        parker.close();
    }
}
