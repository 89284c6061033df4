package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Rondo;
import io.rondo.client.Transport;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.crash.CrashStep.Moment;
import io.rondo.client.crash.CrashStep.Outcome;
import io.rondo.client.crash.WorkSessionVictim.Role;
import io.rondo.client.crash.WorkSteps.Step;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * One side of a session of a work queue that dies at a step. A ledger notes what the connected subscriber did. The check opens
 * what replaces the dead side, and the rest is consumed by a subscriber of the test.
 */
abstract class WorkSessionCrash extends WorkCrash {
    static final int CHILD = 2;
    private static final int MESSAGES = 10;
    private static final int ALL = MESSAGES + MORE;
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Path ledgerFile;
    private final WorkLedger ledger;
    private final WorkProducer producer;
    private final String channel;
    private final AtomicBoolean enough = new AtomicBoolean();
    private Task<Void> consuming;

    WorkSessionCrash(Step step, String channel, Path directory, Path files) throws IOException {
        super(step, channel, directory);
        this.channel = channel;
        ledgerFile = Files.createTempFile(files, "ledger-", null);
        ledger = WorkLedger.open(ledgerFile, ALL + 1);
        producer = producer();
        for (int i = 1; i <= MESSAGES; i++) {
            producer.publish(i);
        }
    }

    /** Starts the victim, which halts before its first instruction. */
    final HaltedThreads start(VictimJvm jvm, Role role) throws IOException {
        return jvm.add(directory(), channel, WorkSessionVictim.class, ledgerFile, ALL + 1, CHILD, role);
    }

    /** Lets a thread of the victim halt at the step, to which perhaps only an action leads. */
    final void runToStep(HaltedThreads threads, Runnable action) throws Exception {
        threads.runTo(step().line(), step().times(), action);
        if (step().moment() == Moment.AFTER) {
            threads.runOver(step().line());
        }
    }

    /** Lets a subscriber consume until the queue is empty. Another thread opens it, beginning now. */
    final void consume(Supplier<WorkSubscriber> opening, int own, boolean connected) {
        consuming = Task.start(() -> {
            NotingSubscriber noting = new NotingSubscriber(opening.get(), ledger, own, connected);
            while (!enough.get()) {
                if (noting.receive(PAUSE) > 0) {
                    noting.settleFirst();
                }
            }
            return null;
        });
    }

    final WorkSubscriber subscriber(Rondo rondo) {
        return rondo.workQueue(channel).subscriber();
    }

    final Rondo connect(Transport transport) {
        return WorkSessionVictim.connect(directory(), transport);
    }

    @Override
    public final void check() throws Exception {
        List<Long> inHand = numbers().filter(ledger::isHeld).boxed().toList();
        assertThat(inHand.size()).isLessThanOrEqualTo(1);
        ledger.beginKill(CHILD);
        replaceTheDead();
        for (int i = MESSAGES + 1; i <= ALL; i++) {
            producer.publish(i);
        }
        Watchdog.await("an empty queue", () -> consuming.isDone() || isEmpty());
        enough.set(true);
        consuming.join();
        List<Long> unacknowledged = numbers().filter(number -> !ledger.isAcknowledged(number)).boxed().toList();
        // The owner has processed an acknowledgement, and the subscriber has not learnt it.
        if (step().outcome() == Outcome.EITHER) {
            assertThat(inHand).containsAll(unacknowledged);
        } else {
            assertThat(unacknowledged).isEqualTo(step().outcome() == Outcome.DONE ? inHand : List.of());
        }
        assertThat(numbers().map(ledger::unnoted).sum()).as("deliveries that no subscriber has noted")
                .isLessThanOrEqualTo(1);
        numbers().forEach(number -> assertThat(ledger.delivered(number)).as("deliveries of message %d", number)
                .isLessThanOrEqualTo(1 + ledger.returned(number) + ledger.unnoted(number)
                        + (inHand.contains(number) ? 1 : 0)));
        close();
        assertNothingIsLeft();
    }

    private static LongStream numbers() {
        return LongStream.rangeClosed(1, ALL);
    }

    /** Opens an end in place of the dead one. From now on a subscriber consumes. */
    abstract void replaceTheDead();

    @Override
    public void close() {
        enough.set(true);
        producer.close();
    }
}
