package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.crash.CrashStep.Outcome;
import io.rondo.client.crash.WorkSteps.Step;
import io.rondo.client.support.Task;
import io.rondo.core.ring.work.WorkLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A consumer of a work queue that dies at a step: another one gets what it had not acknowledged. */
final class WorkConsumerCrash extends WorkCrash {
    private static final int BEFORE_CLAIM = 6;
    private static final int MESSAGES = 10;
    /** The number in the abandoned claim, above those of all messages. */
    private static final int ABANDONED = 1 << 16;
    private static final int GONE = 1;
    private static final int CHILD = 2;

    private final Path ledgerFile;
    private final WorkLedger ledger;
    private final WorkProducer producer;

    WorkConsumerCrash(Step step, String channel, Path directory, Path files) throws IOException {
        super(step, channel, directory);
        ledgerFile = Files.createTempFile(files, "ledger-", null);
        ledger = WorkLedger.open(ledgerFile, MESSAGES + MORE + 1);
        producer = producer();
    }

    @Override
    public void halt(VictimJvm jvm) throws Exception {
        publish();
        holdFirst();
        haltAtStep(jvm, WorkConsumerMain.class, ledgerFile, MESSAGES + MORE + 1, CHILD);
    }

    /** Six messages, then a claim of a producer that has left, then the others. */
    private void publish() {
        for (int i = 1; i <= BEFORE_CLAIM; i++) {
            producer.publish(i);
        }
        WorkProducer dead = producer();
        dead.claim(ABANDONED);
        dead.close();
        for (int i = BEFORE_CLAIM + 1; i <= MESSAGES; i++) {
            producer.publish(i);
        }
    }

    /** A consumer that has left holds the first message. */
    private void holdFirst() {
        try (WorkConsumer gone = consumer()) {
            WorkLease lease = new WorkLease();
            assertThat(gone.take(lease)).isOne();
            ledger.deliver(GONE, 1, lease.deliveries());
            ledger.beginKill(GONE);
            // So that the next consumer looks for this message before it takes another one.
            gone.free();
        }
    }

    @Override
    public void check() throws Exception {
        ledger.beginKill(CHILD);
        List<Long> open = unacknowledged();
        for (int i = MESSAGES + 1; i <= MESSAGES + MORE; i++) {
            open.add((long) i);
        }
        // The message in hand: noted as delivered, and neither as acknowledged nor as returned.
        open.removeIf(number -> step().outcome() == Outcome.DONE && isInHand(number));
        Task<List<Long>> consuming = Task.start(() -> consume(open.size()));
        for (int i = MESSAGES + 1; i <= MESSAGES + MORE; i++) {
            producer.publish(i);
        }
        assertThat(consuming.join()).containsExactlyInAnyOrderElementsOf(open);
        producer.close();
        assertNothingIsLeft();
    }

    private List<Long> unacknowledged() {
        List<Long> open = new ArrayList<>();
        for (long number = 1; number <= MESSAGES; number++) {
            if (!ledger.isAcknowledged(number)) {
                open.add(number);
            }
        }
        return open;
    }

    private boolean isInHand(long number) {
        return number <= MESSAGES && number % 4 != 0 && ledger.delivered(number) > (number == 1 ? 1 : 0);
    }

    /** Consumes a number of messages, and returns their numbers. */
    private List<Long> consume(int count) {
        List<Long> numbers = new ArrayList<>();
        try (WorkConsumer consumer = consumer()) {
            WorkLease lease = new WorkLease();
            while (numbers.size() < count) {
                long number = consumer.take(lease);
                ledger.deliver(WorkLedger.TEST, number, lease.deliveries());
                numbers.add(number);
                assertThat(consumer.acknowledge(lease)).isTrue();
                ledger.acknowledge(number);
            }
            assertThat(consumer.tryTake(lease)).isZero();
        }
        long unnoted = numbers.stream().mapToLong(ledger::unnoted).sum();
        assertThat(unnoted).as("deliveries that the dead consumer had not noted").isLessThanOrEqualTo(1);
        return numbers;
    }

    @Override
    public void close() {
        producer.close();
    }
}
