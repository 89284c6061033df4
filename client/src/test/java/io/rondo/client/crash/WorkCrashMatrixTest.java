package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.crash.CrashStep.Moment;
import io.rondo.client.crash.CrashStep.Outcome;
import io.rondo.client.crash.WorkSteps.Step;
import io.rondo.client.process.StepConsumerMain;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.core.ring.scan.UnreadRange;
import io.rondo.core.ring.work.WorkLease;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.SegmentObserver;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A participant of a work queue dies at every step of what it does. */
@Execution(ExecutionMode.CONCURRENT)
class WorkCrashMatrixTest {
    private static final int BEFORE_CLAIM = 6;
    private static final int MESSAGES = 10;
    /** More than two laps. */
    private static final int MORE = 100;
    private static final int MOST = 1 << 16;
    private static final int GONE = 1;
    private static final int CHILD = 2;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private Path files;
    private ChannelStore store;
    private WorkLedger ledger;
    private Path ledgerFile;

    @BeforeEach
    void open() throws Exception {
        store = new ChannelStore(ChannelDirectory.of(directory, null));
        ledgerFile = files.resolve("ledger");
        ledger = WorkLedger.open(ledgerFile, MOST);
    }

    static List<Step> ofConsumers() {
        return WorkSteps.ofConsumers();
    }

    static List<Step> ofProducers() {
        return WorkSteps.ofProducers();
    }

    @ParameterizedTest
    @MethodSource("ofConsumers")
    void anotherConsumerGetsWhatTheDeadOneHadNotAcknowledged(Step step) throws Exception {
        try (WorkProducer producer = new WorkProducer(store)) {
            publish(producer);
            holdFirst();
            try (HaltedJvm child = HaltedJvm.start(directory, WorkConsumerMain.class, directory, ledgerFile, MOST,
                    CHILD)) {
                die(child, step);
                ledger.beginKill(CHILD);
            }
            List<Long> open = unacknowledged();
            for (int i = MESSAGES + 1; i <= MESSAGES + MORE; i++) {
                open.add((long) i);
            }
            // The message in hand: noted as delivered, and neither as acknowledged nor as returned.
            open.removeIf(number -> step.outcome() == Outcome.DONE && isInHand(number));
            Task<List<Long>> consuming = Task.start(() -> consume(open.size()));
            for (int i = MESSAGES + 1; i <= MESSAGES + MORE; i++) {
                producer.publish(i);
            }
            assertThat(consuming.join()).containsExactlyInAnyOrderElementsOf(open);
        }
        assertNothingIsLeft();
    }

    /** Six messages, one of them held, then a claim of a producer that has left, then the others. */
    private void publish(WorkProducer producer) {
        for (int i = 1; i <= BEFORE_CLAIM; i++) {
            producer.publish(i);
        }
        WorkProducer dead = new WorkProducer(store);
        dead.claim(MOST);
        dead.close();
        for (int i = BEFORE_CLAIM + 1; i <= MESSAGES; i++) {
            producer.publish(i);
        }
    }

    /** A consumer that has left holds the first message. */
    private void holdFirst() {
        try (WorkConsumer gone = new WorkConsumer(store)) {
            WorkLease lease = new WorkLease();
            assertThat(gone.take(lease)).isOne();
            ledger.deliver(GONE, 1, lease.deliveries());
            ledger.beginKill(GONE);
            // So that the next consumer looks for this message before it takes another one.
            gone.free();
        }
    }

    private static void die(HaltedJvm child, Step step) throws Exception {
        child.runTo(step.line(), step.times());
        if (step.moment() == Moment.AFTER) {
            child.runOver(step.line());
        }
        child.kill();
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
        try (WorkConsumer consumer = new WorkConsumer(store)) {
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

    @ParameterizedTest
    @MethodSource("ofProducers")
    void theOthersGoOnAndGetWhatTheDeadProducerCommitted(Step step) throws Exception {
        Path progressFile = files.resolve("progress");
        LongBuffer progress = StepConsumerMain.map(progressFile);
        long committed;
        try (WorkConsumer consumer = new WorkConsumer(store)) {
            try (HaltedJvm child = HaltedJvm.start(directory, WorkProducerMain.class, directory, progressFile,
                    step.habit())) {
                die(child, step);
            }
            committed = progress.get(0) + (step.outcome() == Outcome.DONE ? 1 : 0);
            Task<Void> publishing = Task.start(() -> {
                try (WorkProducer producer = new WorkProducer(store)) {
                    for (int i = 1; i <= MORE; i++) {
                        producer.publish(MOST + i);
                    }
                }
                return null;
            });
            WorkLease lease = new WorkLease();
            for (long number = 1; number <= committed; number++) {
                assertThat(consumer.take(lease)).isEqualTo(number);
                assertThat(consumer.acknowledge(lease)).isTrue();
            }
            for (int i = 1; i <= MORE; i++) {
                assertThat(consumer.take(lease)).isEqualTo(MOST + i);
                assertThat(consumer.acknowledge(lease)).isTrue();
            }
            publishing.join();
        }
        assertThat(committed).isPositive();
        attachAllProducers();
        assertNothingIsLeft();
    }

    /** No slot of a producer is blocked. */
    private void attachAllProducers() {
        List<WorkProducer> all = new ArrayList<>();
        for (int i = 0; i < WorkChannel.PARTICIPANTS; i++) {
            all.add(new WorkProducer(store));
        }
        all.forEach(WorkProducer::close);
    }

    private void assertNothingIsLeft() {
        try (SegmentObserver observer = store.observe(WorkChannel.NAME)) {
            UnreadRange backlog = observer.backlog();
            assertThat(backlog.messages()).isZero();
            assertThat(backlog.bytes()).isZero();
            assertThat(observer.table().list()).noneMatch(ParticipantInfo::alive);
        }
    }
}
