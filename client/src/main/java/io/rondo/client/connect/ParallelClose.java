package io.rondo.client.connect;

import java.util.ArrayList;
import java.util.List;

/** Closes endpoints in parallel, because each may linger. */
final class ParallelClose {
    private ParallelClose() {}

    /**
     * Returns when all are closed. An interrupt of the calling thread ends their lingering.
     *
     * @throws RuntimeException the first failure; it suppresses the others. An {@link Error} is thrown in the same way
     */
    static void of(List<OpenEndpoint> endpoints) {
        List<Closing> closings = endpoints.stream().map(Closing::new).toList();
        closings.forEach(Closing::prepare);
        // The calling thread closes the last one.
        List<Thread> threads = new ArrayList<>();
        for (Closing closing : closings.subList(0, Math.max(0, closings.size() - 1))) {
            threads.add(Thread.ofVirtual().name("rondo-close").start(closing));
        }
        if (!closings.isEmpty()) {
            closings.getLast().run();
        }
        join(threads);
        Throwable failure = null;
        for (Closing closing : closings) {
            if (failure == null) {
                failure = closing.failure;
            } else if (closing.failure != null && closing.failure != failure) {
                failure.addSuppressed(closing.failure);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    private static void join(List<Thread> threads) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (interrupted) {
            threads.forEach(Thread::interrupt);
        }
        for (Thread thread : threads) {
            boolean ended = false;
            while (!ended) {
                try {
                    thread.join();
                    ended = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                    threads.forEach(Thread::interrupt);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes one endpoint. */
    private static final class Closing implements Runnable {
        private final OpenEndpoint endpoint;
        private Throwable failure;

        Closing(OpenEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        /** In the calling thread. The endpoint is closed also after a failure here. */
        void prepare() {
            attempt(endpoint::beforeClose);
        }

        @Override
        public void run() {
            attempt(endpoint::close);
        }

        private void attempt(Runnable part) {
            try {
                part.run();
            } catch (RuntimeException | Error e) {
                // An Error, too: it would end a virtual thread unnoticed, or the calling thread before the join.
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
    }
}
