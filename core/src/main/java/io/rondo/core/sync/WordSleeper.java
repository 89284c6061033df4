package io.rondo.core.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A platform thread that sleeps in the kernel for up to {@link GroupParker#MAX_WORDS} virtual threads. Each of them enters
 * its word, parks, and removes the word; this thread unparks those whose word has changed. A word that is entered stays
 * mapped, and this thread reads it only under the lock, so that it reads no word after its removal. The kernel may see a
 * removed one: it then ends the sleep, or goes on. Thread-safe.
 */
final class WordSleeper {
    /** A thread without work ends after this time. */
    private static final long IDLE_NANOS = 10_000_000_000L;
    private static final List<WordSleeper> RUNNING = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final GroupParker parker = new GroupParker();
    /** Guarded by the lock. */
    private final List<Sleep> sleeps = new ArrayList<>();
    private boolean ended;
    /** Whether the last sleep was for no word. Confined to the thread. */
    private boolean idle;

    private WordSleeper() {}

    /** The sleep of one virtual thread while its word has the announced value. */
    private record Sleep(WakeWord word, int announcement, Thread thread) {}

    /**
     * Parks the calling virtual thread while the word has the announced value, until it changes, the thread is interrupted
     * or the time is over; may return at any time.
     */
    static void await(WakeWord word, int announcement, long maxNanos) {
        Sleep sleep = new Sleep(word, announcement, Thread.currentThread());
        WordSleeper sleeper = enter(sleep);
        try {
            LockSupport.parkNanos(sleeper, maxNanos);
        } finally {
            sleeper.remove(sleep);
        }
    }

    private static WordSleeper enter(Sleep sleep) {
        synchronized (RUNNING) {
            for (WordSleeper sleeper : RUNNING) {
                if (sleeper.add(sleep)) {
                    return sleeper;
                }
            }
            WordSleeper started = new WordSleeper();
            started.add(sleep);
            // Throws if the process may not have a further thread; then no other virtual thread enters.
            Thread.ofPlatform().daemon().name("rondo-sleep").start(started::run);
            RUNNING.add(started);
            return started;
        }
    }

    private boolean add(Sleep sleep) {
        lock.lock();
        try {
            if (ended || sleeps.size() == GroupParker.MAX_WORDS) {
                return false;
            }
            sleeps.add(sleep);
        } finally {
            lock.unlock();
        }
        // The thread has looked at the sleeps before this one was added, or sees it.
        parker.wake();
        return true;
    }

    private void remove(Sleep sleep) {
        lock.lock();
        try {
            sleeps.remove(sleep);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (prepare()) {
            parker.sleep(IDLE_NANOS);
        }
        synchronized (RUNNING) {
            RUNNING.remove(this);
        }
        parker.close();
    }

    /** Unparks each thread with a changed word, and announces the sleep for the others; false at the end. */
    private boolean prepare() {
        parker.begin();
        // Before the lock: a thread that adds a word after this has the lock ends the sleep.
        parker.announce();
        lock.lock();
        try {
            for (int i = sleeps.size() - 1; i >= 0; i--) {
                Sleep sleep = sleeps.get(i);
                if (sleep.word().isAnnounced(sleep.announcement())) {
                    parker.add(sleep.word(), sleep.announcement());
                } else {
                    sleeps.remove(i);
                    LockSupport.unpark(sleep.thread());
                }
            }
            ended = idle && sleeps.isEmpty();
            idle = sleeps.isEmpty();
            return !ended;
        } finally {
            lock.unlock();
        }
    }
}
