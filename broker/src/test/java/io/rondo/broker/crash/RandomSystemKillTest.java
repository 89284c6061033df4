package io.rondo.broker.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Durability;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogReader;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.core.ring.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Broker, producers and a durable subscriber are killed at random under load and started again. Afterwards what the
 * producers were told is confirmed and what the subscriber has processed is compared with the log. The property {@code
 * rondo.test.kills} sets how often for each durability.
 */
@Order(1)
@Timeout(1200)
class RandomSystemKillTest {
    private static final int KILLS = Integer.getInteger("rondo.test.kills", 6);
    private static final String TOPIC = "orders";
    private static final int PRODUCERS = 2;
    private static final int LONGEST_PAUSE_NANOS = 1_000_000_000;
    /** The most messages of a poll of the subscriber. */
    private static final int BATCH = 7;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private final long seed = Long.getLong("rondo.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<ChildJvm> running = new ArrayList<>();
    private final List<Long> processed = new ArrayList<>();
    private final long[] confirmed = new long[PRODUCERS + 1];

    private ChildJvm start(int part, Durability durability) throws Exception {
        if (part == 0) {
            return BrokerMain.JVMS.start(directory, BrokerMain.class);
        }
        return part <= PRODUCERS
                ? BrokerMain.JVMS.start(directory, ProducerMain.class, TOPIC, part, durability)
                : BrokerMain.JVMS.start(directory, DurableSubscriberMain.class, TOPIC, "billing", durability);
    }

    private void kill(int part) throws InterruptedException {
        ChildJvm child = running.get(part);
        // Process.destroyForcibly closes the pipe, in which there may be output.
        ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
        evaluate(part, child.rest());
    }

    private void evaluate(int part, List<String> output) {
        for (String line : output) {
            if (part > PRODUCERS) {
                processed.add(Long.parseLong(line));
            } else if (part > 0) {
                confirmed[part] = Math.max(confirmed[part], Long.parseLong(line.substring(line.indexOf(' ') + 1)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Durability.class, names = {"OS", "DISK"})
    void whatWasConfirmedIsRecordedOnceInOrderAndProcessed(Durability durability) throws Exception {
        try {
            int parts = PRODUCERS + 2;
            for (int part = 0; part < parts; part++) {
                running.add(start(part, durability));
            }
            for (int kill = 0; kill < KILLS; kill++) {
                LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
                int part = random.nextInt(parts);
                kill(part);
                running.set(part, start(part, durability));
            }
            endInOrder();
            check();
        } catch (Throwable e) {
            throw new AssertionError("rondo.test.seed=" + seed + ", " + running, e);
        } finally {
            for (ChildJvm child : running) {
                child.close();
            }
        }
    }

    private void endInOrder() throws Exception {
        for (int part = 1; part <= PRODUCERS; part++) {
            ChildJvm producer = running.get(part);
            // It has begun.
            String line = producer.answer();
            producer.send("end");
            while (!line.startsWith("ended")) {
                line = producer.answer();
            }
            evaluate(part, List.of(line));
        }
        long last = confirmed[1] + confirmed[2];
        ChildJvm subscriber = running.get(PRODUCERS + 1);
        do {
            processed.add(Long.parseLong(subscriber.answer()));
        } while (processed.getLast() != last);
    }

    private void check() {
        Map<Long, Long> recorded = new HashMap<>();
        List<Long> gaps = new ArrayList<>();
        try (LogReader reader = new LogReader(new LogDirectory(BrokerMain.logs(directory).resolve(TOPIC)),
                (first, last, reason) -> gaps.add(first))) {
            while (reader.poll(record -> {
                assertThat(record.payload().getLong(0)).isEqualTo(record.publisherId());
                assertThat(record.payload().getLong(Long.BYTES)).isEqualTo(record.publisherSequence());
                assertThat(record.publisherSequence()).isEqualTo(recorded.merge(record.publisherId(), 1L, Long::sum));
                return Action.CONTINUE;
            }, 1000) > 0) {
                // Until the end.
            }
        }
        assertThat(gaps).isEmpty();
        for (int part = 1; part <= PRODUCERS; part++) {
            assertThat(recorded.get((long) part)).isEqualTo(confirmed[part]);
        }
        long last = 0;
        for (long sequence : processed) {
            // What follows the last confirmation is seen again after a kill.
            assertThat(sequence).isBetween(Math.max(1, last - BATCH + 1), last + 1);
            last = sequence;
        }
    }
}
