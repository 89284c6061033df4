package io.rondo.client.support;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call on a thread of its own.
 *
 * @param <T> its result
 */
public final class Task<T> {
    private final FutureTask<T> future;
    private final Thread thread;

    private Task(Callable<T> call, Thread.Builder builder) {
        future = new FutureTask<>(call);
        thread = builder.start(future);
    }

    /** Starts a call on a platform thread. */
    public static <T> Task<T> start(Callable<T> call) {
        return new Task<>(call, Thread.ofPlatform().daemon());
    }

    /** Starts a call on a virtual thread. */
    public static <T> Task<T> startVirtual(Callable<T> call) {
        return new Task<>(call, Thread.ofVirtual());
    }

    /** The thread it runs on. */
    public Thread thread() {
        return thread;
    }

    /** Whether it has ended. */
    public boolean isDone() {
        return future.isDone();
    }

    /** Its result; what it threw is thrown. */
    public T join() throws Exception {
        try {
            return future.get(Watchdog.SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception exception -> throw exception;
                case Error error -> throw error;
                default -> throw e;
            }
        } catch (TimeoutException e) {
            AssertionError error = new AssertionError("still running: " + thread);
            error.setStackTrace(thread.getStackTrace());
            throw error;
        }
    }
}
