package io.rondo.client.socket.peer;

import io.rondo.client.RondoException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The first attempt of a peer to reach the owner, for which opening the endpoint waits. Thread-safe. */
final class FirstAttempt {
    private static final long ATTEMPT_SECONDS = 6;
    /** Longer than a broker needs to sequence a full ingress. */
    private static final long OWNER_SECONDS = 15;

    private final boolean needsOwner;
    private final CompletableFuture<Void> result = new CompletableFuture<>();

    /**
     * Creates the attempt.
     *
     * @param needsOwner whether further attempts follow until an owner accepts or rejects the peer
     */
    FirstAttempt(boolean needsOwner) {
        this.needsOwner = needsOwner;
    }

    /** No owner accepted the peer, and none rejected it. */
    void noOwner() {
        if (!needsOwner) {
            result.complete(null);
        }
    }

    /** An owner accepted or rejected the peer. */
    void complete() {
        result.complete(null);
    }

    /** Waits for the result; returns why the peer cannot be opened, or null. */
    RondoException await(ConnectTarget target) {
        try {
            result.get(needsOwner ? OWNER_SECONDS : ATTEMPT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The loop continues to connect.
        }
        return needsOwner && !result.isDone() ? OwnerErrors.absent(target, OWNER_SECONDS) : null;
    }
}
