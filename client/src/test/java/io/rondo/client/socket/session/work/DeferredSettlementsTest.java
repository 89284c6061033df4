package io.rondo.client.socket.session.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.codecs.control.Outcome;
import org.junit.jupiter.api.Test;

class DeferredSettlementsTest {
    private static final int LEASES = 200;

    private final WorkLink link = new WorkLink(() -> {}, 64);
    private final DeferredSettlements deferred = new DeferredSettlements();

    /** The event loop sends all frames. */
    private void sendFrames() {
        link.frames().onSent(link.frames().ring().appended());
    }

    private void settleAll() {
        for (long lease = 1; lease <= LEASES; lease++) {
            deferred.add(link, lease, Outcome.ACKNOWLEDGED, 0);
        }
    }

    @Test
    void settlementsBeyondThoseThatTheOwnerHasAnsweredWaitForItsAnswers() {
        settleAll();
        long sent = link.settlements();
        assertThat(sent).isPositive().isLessThan(LEASES);
        deferred.send();
        assertThat(link.settlements()).isEqualTo(sent);
        while (sent < LEASES) {
            sendFrames();
            link.answer(sent, 0);
            deferred.send();
            assertThat(link.settlements()).isGreaterThan(sent);
            sent = link.settlements();
        }
        assertThat(sent).isEqualTo(LEASES);
    }

    @Test
    void aLaterSettlementDoesNotOvertakeOneThatWaits() {
        settleAll();
        link.answer(1, 0);
        sendFrames();
        long before = link.settlements();
        deferred.add(link, LEASES + 1, Outcome.RETURNED, 0);
        assertThat(link.settlements()).isEqualTo(before + 1);
        link.answer(2, 0);
        deferred.send();
        assertThat(link.settlements()).isEqualTo(before + 2);
    }

    @Test
    void theLeasesOfAClosedConnectionHaveEnded() {
        settleAll();
        long sent = link.settlements();
        link.close();
        deferred.send();
        WorkLink next = new WorkLink(() -> {}, 64);
        deferred.add(next, 1, Outcome.ACKNOWLEDGED, 0);
        assertThat(link.settlements()).isEqualTo(sent);
        assertThat(next.settlements()).isEqualTo(1);
    }
}
