package io.rondo.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.testing.RondoTest;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** The trader against an exchange that makes mistakes. */
@RondoTest
class TradingTest {
    private static final int REQUESTS = 100;

    /** Answers every request but some, and changes some. */
    private static Account trade(Rondo rondo, long skipped, long changed) {
        try (Subscriber executions = Phase.SATURATED.executions(rondo).subscriber();
                Publisher orders = Phase.SATURATED.orders(rondo).publisher();
                Subscriber requests = Phase.SATURATED.orders(rondo).subscriber()) {
            Trader trader = new Trader(REQUESTS);
            trader.use(orders, executions);
            try (Publisher reports = Phase.SATURATED.executions(rondo).publisher()) {
                assertThat(trader.step()).isTrue();
                answer(requests, reports, skipped, changed);
                assertThat(trader.step()).isEqualTo(skipped == REQUESTS);
            }
            assertThat(trader.step()).isFalse();
            return trader.account();
        }
    }

    private static void answer(Subscriber requests, Publisher reports, long skipped, long changed) {
        OrderCodec orders = new OrderCodec();
        ExecutionCodec codec = new ExecutionCodec();
        Order order = new Order();
        Execution execution = new Execution();
        int count = requests.poll((buffer, offset, length) -> {
            orders.decode(buffer, offset, order);
            execution.answer(order, order.id, 0);
            if (order.id == changed) {
                execution.cumQuantity++;
            }
            if (order.id != skipped) {
                MutableDirectBuffer report = Buffers.allocate(ExecutionCodec.length(execution));
                codec.encode(execution, report, 0);
                reports.publish(report, 0, report.capacity());
            }
        }, REQUESTS + 1);
        assertThat(count).isEqualTo(REQUESTS);
    }

    @Test
    void everyAnswerInItsPlaceIsVerified(Rondo rondo) {
        assertThat(trade(rondo, 0, 0).verified()).isEqualTo(REQUESTS);
    }

    @Test
    void aMissingAnswerIsNotVerifiedNorIsWhatComesOutOfPlace(Rondo rondo) {
        assertThat(trade(rondo, 50, 0).verified()).isEqualTo(REQUESTS - 2);
    }

    @Test
    void aMissingLastAnswerEndsTheTradingWhenTheExchangeHasLeft(Rondo rondo) {
        assertThat(trade(rondo, REQUESTS, 0).verified()).isEqualTo(REQUESTS - 1);
    }

    @Test
    void aChangedFieldChangesTheChecksum(Rondo rondo) {
        Account right = trade(rondo, 0, 0);
        Account wrong = trade(rondo, 0, 50);
        assertThat(wrong.verified()).isEqualTo(REQUESTS);
        assertThat(wrong.receivedChecksum()).isNotEqualTo(right.receivedChecksum());
    }
}
