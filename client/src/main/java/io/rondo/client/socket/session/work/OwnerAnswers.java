package io.rondo.client.socket.session.work;

import io.rondo.core.wait.Condition;
import io.rondo.core.wait.Deadline;
import io.rondo.core.wait.Parking;
import io.rondo.core.wait.Waiter;

/**
 * Waits for the owner of a work queue to answer. Each wait ends with the connection, too. Confined to the consumer's thread.
 */
final class OwnerAnswers {
    private final WorkSource source;
    private final Waiter waiter;
    private final Parking parking;
    private final Answer answer = new Answer();

    /**
     * Creates the waits of one consumer.
     *
     * @param source connects to owners
     * @param waiter of the consumer
     * @param parking of the consumer's thread
     */
    OwnerAnswers(WorkSource source, Waiter waiter, Parking parking) {
        this.source = source;
        this.waiter = waiter;
        this.parking = parking;
    }

    /** Holds if the owner has answered what is asked, or the connection is closed. */
    private final class Answer implements Condition {
        /** In place of a settlement: a further one can be sent. */
        private static final long ROOM = 0;
        /** In place of a settlement: the answer to a look ahead. */
        private static final long LOOK_AHEAD = -1;

        private WorkLink link;
        private long settlement;

        @Override
        public boolean holds() {
            return hasCome() || source.receiveInline() && hasCome();
        }

        private boolean hasCome() {
            if (link.isClosed()) {
                return true;
            }
            if (settlement == LOOK_AHEAD) {
                return link.lookAheads().hasAnswer();
            }
            return settlement == ROOM ? link.canSettle() : link.isAnswered(settlement);
        }

        @Override
        public void beforeSleep() {
            source.beforeSleep();
        }
    }

    /** Waits until a settlement can be sent. An interrupt leaves the message held. */
    void awaitRoom(WorkLink link, long deadline) {
        if (!link.canSettle()) {
            await(link, Answer.ROOM, deadline);
        }
    }

    /** Waits for the answer to a look ahead. */
    void awaitLookAhead(WorkLink link, long deadline) {
        await(link, Answer.LOOK_AHEAD, deadline);
    }

    /** Waits for the answer to a settlement. */
    void await(WorkLink link, long settlement) {
        await(link, settlement, Deadline.never());
    }

    private void await(WorkLink link, long settlement, long deadline) {
        answer.link = link;
        answer.settlement = settlement;
        waiter.await(answer, parking, deadline);
    }
}
