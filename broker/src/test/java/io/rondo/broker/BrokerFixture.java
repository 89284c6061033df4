package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.broker.topic.TopicRule;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.Buffers;
import io.rondo.client.Durability;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.SequencedTopic;
import io.rondo.client.support.Messages;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory of channels, a connection to it, and brokers that end with the test. */
abstract class BrokerFixture {
    static final String TOPIC = "orders";
    static final Duration LONG = Duration.ofSeconds(Watchdog.SECONDS);

    /** Small, so that tests get several files. */
    static final int LOG_FILE_LENGTH = 1 << 20;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private Path logs;
    private Rondo rondo;
    private final List<Broker> brokers = new ArrayList<>();

    /** A message as a subscriber got it. */
    record Seen(long sequence, long timestamp, long number) {}

    @BeforeEach
    final void connect() {
        rondo = Rondo.connect(config());
    }

    /** Closes all endpoints of the connection, and connects again. */
    final void disconnectAll() {
        rondo.close();
        connect();
    }

    @AfterEach
    final void disconnect() {
        rondo.close();
        closeBrokers();
    }

    final void closeBrokers() {
        brokers.forEach(Broker::close);
    }

    final RondoConfig config() {
        return RondoConfig.builder().directory(directory).build();
    }

    final Path directory() {
        return directory;
    }

    final Rondo rondo() {
        return rondo;
    }

    final ChannelStore store() {
        return new ChannelStore(ChannelDirectory.of(directory, null));
    }

    final Broker startBroker() {
        return startBroker(settings());
    }

    final BrokerSettings settings() {
        return settings(Durability.MEMORY, RetentionPolicy.UNLIMITED);
    }

    /** Settings with a durability of topics for which the client asks for none, and what logs keep. */
    final BrokerSettings settings(Durability durability, RetentionPolicy retention) {
        return BrokerSettings.of(config())
                .logs(TopicLogSettings.defaults().directory(logs).fileLength(LOG_FILE_LENGTH))
                .topics(new TopicRules(List.of(), TopicRule.DEFAULT.durability(durability).retention(retention)));
    }

    final Path logs() {
        return logs;
    }

    final Broker startBroker(BrokerSettings settings) {
        Broker broker = Broker.start(settings);
        brokers.add(broker);
        return broker;
    }

    static MutableDirectBuffer message(long number) {
        MutableDirectBuffer buffer = Buffers.allocate(Long.BYTES);
        buffer.putLong(0, number);
        return buffer;
    }

    static long publish(Publisher publisher, long number) {
        long sequence = publisher.publish(message(number), 0, Long.BYTES);
        if (sequence < 0) {
            throw new AssertionError("publish returned " + sequence);
        }
        return sequence;
    }

    static void publish(Publisher publisher, long first, long last) {
        for (long number = first; number <= last; number++) {
            publish(publisher, number);
        }
    }

    static void awaitConfirmed(Publisher publisher, long sequence) {
        Watchdog.await("confirmation of " + sequence, () -> publisher.confirmed() >= sequence);
    }

    /** Reads so many messages. */
    static List<Seen> read(SequencedSubscriber subscriber, int count) {
        List<Seen> seen = new ArrayList<>();
        while (seen.size() < count) {
            int received = subscriber.receive(
                    (sequence, timestamp, buffer, offset, length) -> seen
                            .add(new Seen(sequence, timestamp, buffer.getLong(offset))),
                    count - seen.size(), LONG);
            if (received == 0) {
                throw new AssertionError("only " + seen.size() + " of " + count + " messages arrived");
            }
        }
        return seen;
    }

    /** Publishes so many messages by each of three publishers, and checks that three subscribers read them in one order. */
    static void assertOneOrder(Supplier<SequencedTopic> topic, int each) throws Exception {
        int publishers = 3;
        List<Task<List<Seen>>> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SequencedSubscriber subscriber = topic.get().subscriber();
            readers.add(Task.start(() -> read(subscriber, publishers * each)));
        }
        List<Task<Void>> writers = new ArrayList<>();
        for (int i = 0; i < publishers; i++) {
            long base = i * 1_000_000L;
            SequencedPublisher publisher = topic.get().publisher();
            writers.add(Task.start(() -> {
                publish(publisher, base + 1, base + each);
                return null;
            }));
        }
        for (Task<Void> writer : writers) {
            writer.join();
        }
        List<Seen> first = readers.getFirst().join();
        assertThat(first).extracting(Seen::sequence).isEqualTo(Messages.range(1, publishers * each));
        for (Task<List<Seen>> reader : readers) {
            assertThat(reader.join()).isEqualTo(first);
        }
        Map<Long, Long> last = new HashMap<>();
        for (Seen seen : first) {
            long publisher = seen.number() / 1_000_000;
            assertThat(seen.number() % 1_000_000).isEqualTo(last.merge(publisher, 1L, Long::sum));
        }
    }
}
