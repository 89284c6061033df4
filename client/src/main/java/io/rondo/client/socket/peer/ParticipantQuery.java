package io.rondo.client.socket.peer;

import io.rondo.client.socket.connection.Connection;
import io.rondo.client.socket.session.ParticipantCounts;
import java.util.concurrent.CompletableFuture;

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

    /** Sends a request unless one is pending. Completes the future with the answer, or with null if there is none. */
    void send(Connection connection, CompletableFuture<ParticipantCounts> answer) {
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
