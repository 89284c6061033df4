package io.rondo.client.descriptor;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The first answer of an owner to the question for its segment, for which opening the endpoint waits. Thread-safe. */
final class FirstAnswer {
    private static final long SECONDS = 6;

    private final CountDownLatch answer = new CountDownLatch(1);
    /** Why the last question failed; null if it did not. */
    private volatile IOException fault;

    /** The owner has passed its segment, or will never pass one. */
    void arrived() {
        answer.countDown();
    }

    /** The question has failed. Further ones follow. */
    void failed(IOException cause) {
        fault = cause;
        arrived();
    }

    /** Waits for the answer. Without one in time, that is the fault, and the link goes on. */
    void await() {
        try {
            if (!answer.await(SECONDS, TimeUnit.SECONDS)) {
                fault = new IOException("no answer within " + SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns why the last question failed; null if it did not. */
    IOException fault() {
        return fault;
    }
}
