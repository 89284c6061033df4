package io.rondo.client.socket.peer;

import io.rondo.client.socket.connection.Connection;
import io.rondo.client.socket.session.ParticipantCounts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Asks the owner for the channel's participant counts. Concurrent queries share one request. Confined to the loop. */
final class ParticipantQuery {
    private CompletableFuture<ParticipantCounts> pending;
    private long token;
    /** Before the first answer: the owner and this peer. */
    private volatile ParticipantCounts lastAnswer = new ParticipantCounts(1, 1);

    /** Any thread: the owner's last answer. */
    ParticipantCounts lastAnswer() {
        return lastAnswer;
    }

    /**
     * Any thread but the loop: asks and waits for the answer.
     *
     * @param loop runs the connection
     * @param connected returns the connection; null if there is none
     * @param seconds the longest wait
     * @return the answer; null if there is none
     */
    ParticipantCounts ask(Executor loop, Supplier<Connection> connected, long seconds) {
        CompletableFuture<ParticipantCounts> answer = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                Connection connection = connected.get();
                if (connection != null) {
                    send(connection, answer);
                } else {
                    answer.complete(null);
                }
            });
            return answer.get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException | ExecutionException | TimeoutException e) {
            // No answer, or the session and its loop were closed.
        }
        return null;
    }

    /** Sends a request unless one is pending. Completes the future with the answer, or with null if there is none. */
    private void send(Connection connection, CompletableFuture<ParticipantCounts> answer) {
        if (pending == null) {
            pending = new CompletableFuture<>();
            token++;
            connection.writer().send((encoder, buffer, index) -> encoder.enquiry(buffer, index, token));
        }
        pending.thenAccept(answer::complete);
    }

    /** Accepts an answer; an answer to an earlier request is ignored. */
    void onAnswer(long answered, ParticipantCounts counts) {
        if (answered == token && pending != null) {
            lastAnswer = counts;
            complete(counts);
        }
    }

    /** The connection is closed: completes the pending queries with null. */
    void cancel() {
        complete(null);
    }

    private void complete(ParticipantCounts counts) {
        if (pending != null) {
            pending.complete(counts);
            pending = null;
        }
    }
}
