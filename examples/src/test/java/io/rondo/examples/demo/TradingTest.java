package io.rondo.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import java.nio.file.Path;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trader against an exchange that makes mistakes. */
class TradingTest {
    private static final int REQUESTS = 100;

    @TempDir
    private Path directory;

    /** Answers every request but some, and changes some. */
    private Account trade(long skipped, long changed) {
        RondoConfig config = RondoConfig.builder().directory(directory).build();
        try (Rondo rondo = Rondo.connect(config);
                Subscriber executions = Phase.SATURATED.executions(rondo).subscriber();
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
    void everyAnswerInItsPlaceIsVerified() {
        assertThat(trade(0, 0).verified()).isEqualTo(REQUESTS);
    }

    @Test
    void aMissingAnswerIsNotVerifiedNorIsWhatComesOutOfPlace() {
        assertThat(trade(50, 0).verified()).isEqualTo(REQUESTS - 2);
    }

    @Test
    void aMissingLastAnswerEndsTheTradingWhenTheExchangeHasLeft() {
        assertThat(trade(REQUESTS, 0).verified()).isEqualTo(REQUESTS - 1);
    }

    @Test
    void aChangedFieldChangesTheChecksum() {
        Account right = trade(0, 0);
        Account wrong = trade(0, 50);
        assertThat(wrong.verified()).isEqualTo(REQUESTS);
        assertThat(wrong.receivedChecksum()).isNotEqualTo(right.receivedChecksum());
    }
}
