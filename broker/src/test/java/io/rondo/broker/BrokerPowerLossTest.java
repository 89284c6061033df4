package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.log.testkit.FaultyStorage;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.client.Durability;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import io.rondo.client.support.Watchdog;
import io.rondo.core.SegmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A whole broker over files that lose power at random moments under load: pages that were not synced are on the disk, torn,
 * or lost, in any combination, and the segments are gone. A failure names its seed.
 */
@Timeout(600)
class BrokerPowerLossTest extends BrokerFixture {
    private static final int LOSSES = Integer.getInteger("rondo.test.losses", 12);
    private static final int MOST_NANOS = 30_000_000;
    private static final long PRODUCER = 7;

    private final long seed = Long.getLong("rondo.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private BrokerSettings diskSettings() {
        return settings(Durability.DISK, RetentionPolicy.UNLIMITED);
    }

    @Test
    void confirmedMessagesSurviveAndNoneIsRecordedTwice() throws Exception {
        long confirmed = 0;
        for (int loss = 0; loss < LOSSES; loss++) {
            confirmed = publishUntilPowerIsLost(confirmed);
            confirmed = checkWithWholeFiles(confirmed);
        }
        assertThat(confirmed).as("seed " + seed).isPositive();
    }

    /** Returns the last number that was confirmed before the loss. Leaves the files as they are after it. */
    private long publishUntilPowerIsLost(long known) throws IOException {
        FaultyStorage storage = new FaultyStorage();
        Path log = Files.createDirectories(logs().resolve(TOPIC));
        for (Path file : files(log)) {
            storage.replace(file.getFileName().toString(), Files.readAllBytes(file));
            Files.delete(file);
        }
        Broker broker = Broker.start(diskSettings(), (_, _) -> storage);
        long confirmed;
        FaultyStorage after;
        try (SequencedPublisher publisher = rondo().sequencedTopic(TOPIC).producerId(PRODUCER).publisher()) {
            long next = publisher.lastRecorded() + 1;
            assertThat(next - 1).as("seed " + seed).isEqualTo(known);
            long deadline = System.nanoTime() + random.nextInt(MOST_NANOS);
            do {
                for (int batch = random.nextInt(20); batch >= 0; batch--) {
                    publisher.publish(next, message(next), 0, Long.BYTES);
                    next++;
                }
                LockSupport.parkNanos(random.nextInt(200_000));
            } while (System.nanoTime() - deadline < 0 || publisher.confirmed() <= known);
            confirmed = publisher.confirmed();
            after = storage.afterPowerLoss(random);
        }
        broker.close();
        disconnectAll();
        removeSegments();
        for (String name : after.names()) {
            Files.write(log.resolve(name), after.content(name));
        }
        return confirmed;
    }

    /** The files of the log itself; the properties of the topic were synced. */
    private static List<Path> files(Path log) throws IOException {
        try (var entries = Files.list(log)) {
            return entries.filter(each -> !List.of("topic", "lock").contains(each.getFileName().toString())).toList();
        }
    }

    /** As after a reboot. */
    private void removeSegments() {
        Watchdog.await("the removal", () -> {
            try {
                store().remove(TOPIC);
                return true;
            } catch (SegmentException e) {
                return false;
            }
        });
    }

    /** Returns the last number of the log. */
    private long checkWithWholeFiles(long confirmed) {
        Broker broker = startBroker(diskSettings());
        assertThat(broker.status().alarms()).as("seed " + seed).isEmpty();
        long last;
        try (SequencedPublisher publisher = rondo().sequencedTopic(TOPIC).producerId(PRODUCER).publisher()) {
            last = publisher.lastRecorded();
            assertThat(last).as("seed " + seed).isGreaterThanOrEqualTo(confirmed);
            last++;
            publisher.publish(last, message(last), 0, Long.BYTES);
            awaitConfirmed(publisher, last);
        }
        List<Long> numbers = new ArrayList<>();
        try (SequencedSubscriber subscriber = rondo().sequencedTopic(TOPIC).from(StartPosition.earliest())
                .subscriber()) {
            read(subscriber, (int) last).forEach(seen -> {
                assertThat(seen.sequence()).as("seed " + seed).isEqualTo(seen.number());
                numbers.add(seen.number());
            });
        }
        assertThat(numbers).as("seed " + seed).hasSize((int) last).isSorted();
        disconnectAll();
        broker.close();
        removeSegments();
        return last;
    }
}
