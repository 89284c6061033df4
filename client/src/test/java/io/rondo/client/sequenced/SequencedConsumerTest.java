package io.rondo.client.sequenced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ClosedException;
import io.rondo.client.CorruptSegmentException;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import io.rondo.client.settings.SequencedSettings;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.support.Messages;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A subscriber of a topic with a history, which this test keeps in place of a log. */
@Timeout(60)
class SequencedConsumerTest {
    private static final String TOPIC = "t";
    private static final SegmentSpec SPEC = SegmentSpec.builder().capacity(4096).build();

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private SharedMemory memory;
    private Participant broker;
    private Participant ingress;
    private SingleProducerWriter writer;
    private long published;
    private long oldest = 1;
    private boolean closed;
    private final List<Long> seen = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Holds all messages that were published; the message is its sequence. */
    private final class Kept implements History {
        private long next;

        @Override
        public long firstSequence(StartPosition position) {
            next = switch (position) {
                case StartPosition.Earliest _ -> oldest;
                case StartPosition.AtSequence(long sequence) when sequence >= oldest -> sequence;
                case StartPosition.AtTime(Instant time) -> Math.max(oldest, time.getEpochSecond());
                case StartPosition.Latest _ -> published + 1;
                default -> throw new SequenceUnavailableException("gone", oldest);
            };
            return next;
        }

        @Override
        public long next() {
            return next;
        }

        @Override
        public long lost() {
            return 0;
        }

        @Override
        public int read(long first, long last, int limit, Handler handler) {
            assertThat(last).isLessThan(published + 1);
            int count = 0;
            next = first;
            for (long sequence = first; sequence <= last && count < limit; sequence++) {
                Action action = handler.onMessage(sequence, timestamp(sequence), Messages.of(sequence), 0,
                        Messages.LENGTH);
                if (action == Action.ABORT) {
                    break;
                }
                count++;
                next = sequence + 1;
                if (action == Action.BREAK) {
                    break;
                }
            }
            return count;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static long timestamp(long sequence) {
        return Duration.ofSeconds(sequence).toNanos();
    }

    @BeforeEach
    void create() {
        memory = SharedMemory.open(RondoConfig.builder().directory(directory).build());
        broker = memory.store().attach(TOPIC, Role.PRODUCER, SequencedSpecs.egress(SPEC, true));
        ingress = memory.store().attach(ChannelName.ingress(TOPIC), Role.CONSUMER,
                SequencedSpecs.ingress(SPEC, true, 1));
        writer = SingleProducerWriter.ofTopic(broker.ring(), broker.table());
        broker.joined();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        broker.close();
        ingress.close();
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            long payload = writer.tryClaim(SequencedLayout.EGRESS_PREFIX + Long.BYTES);
            assertThat(payload).isNotEqualTo(RecordWriter.FULL);
            published++;
            RawWords.setLong(payload + SequencedLayout.SEQUENCE, published);
            RawWords.setLong(payload + SequencedLayout.TIMESTAMP, timestamp(published));
            RawWords.setLong(payload + SequencedLayout.EGRESS_PREFIX, published);
            writer.commit();
        }
    }

    private SequencedSubscriber subscribe(StartPosition from, HistorySource histories) {
        SequencedSubscriber subscriber = new SequencedChannels(memory, histories).subscriber(TOPIC,
                SequencedSettings.DEFAULTS.from(from), open::add);
        open.add(subscriber);
        return subscriber;
    }

    private int poll(SequencedSubscriber subscriber, int limit) {
        return subscriber.poll((sequence, timestamp, buffer, offset, length) -> {
            assertThat(buffer.getLong(offset)).isEqualTo(sequence);
            assertThat(length).isEqualTo(Long.BYTES);
            assertThat(timestamp).isEqualTo(timestamp(sequence));
            seen.add(sequence);
        }, limit);
    }

    private void drain(SequencedSubscriber subscriber, int limit) {
        long before = -1;
        while (before != seen.size()) {
            before = seen.size();
            poll(subscriber, limit);
            poll(subscriber, limit);
        }
    }

    @Test
    void historyIsFollowedByTheEgressWithoutGapOrDuplicateWhileItIsLapped() {
        for (int step : new int[]{1, 7, 100}) {
            seen.clear();
            publish(500);
            SequencedSubscriber subscriber = subscribe(StartPosition.earliest(), _ -> new Kept());
            while (seen.size() < published - 200) {
                poll(subscriber, step);
                if (seen.size() % 3 == 0 && published < 3000) {
                    publish(40);
                }
            }
            drain(subscriber, step);
            publish(5);
            drain(subscriber, step);
            assertThat(seen).isEqualTo(Messages.range(1, published));
            assertThat(subscriber.lost()).isZero();
        }
    }

    @Test
    void aLiveSubscriberThatIsLappedContinuesFromTheHistory() {
        SequencedSubscriber subscriber = subscribe(StartPosition.latest(), _ -> new Kept());
        publish(1);
        drain(subscriber, 10);
        publish(1000);
        drain(subscriber, 10);
        assertThat(seen).isEqualTo(Messages.range(1, 1001));
    }

    @Test
    void aHandlerThatThrowsInTheHistoryGetsTheMessageAgain() {
        publish(500);
        SequencedSubscriber subscriber = subscribe(StartPosition.sequence(3), _ -> new Kept());
        poll(subscriber, 2);
        assertThatThrownBy(() -> subscriber.poll((sequence, timestamp, buffer, offset, length) -> {
            throw new IllegalStateException("no");
        }, 10)).hasMessage("no");
        drain(subscriber, 10);
        assertThat(seen).isEqualTo(Messages.range(3, 500));
    }

    @Test
    void theHistoryDecidesWhatIsAvailableAndIsClosed() {
        publish(500);
        oldest = 20;
        assertThatThrownBy(() -> subscribe(StartPosition.sequence(19), _ -> new Kept()))
                .isInstanceOfSatisfying(SequenceUnavailableException.class, e -> assertThat(e.oldest()).isEqualTo(20));
        assertThat(closed).isTrue();
        closed = false;
        SequencedSubscriber subscriber = subscribe(StartPosition.time(Instant.ofEpochSecond(77)), _ -> new Kept());
        drain(subscriber, 100);
        assertThat(seen).isEqualTo(Messages.range(77, 500));
        subscriber.close();
        assertThat(closed).isTrue();
    }

    @Test
    void aRecordWithoutAPrefixIsReported() {
        SequencedSubscriber subscriber = subscribe(StartPosition.latest(), _ -> null);
        writer.tryClaim(SequencedLayout.EGRESS_PREFIX - 1);
        writer.commit();
        assertThatThrownBy(() -> poll(subscriber, 1)).isInstanceOf(CorruptSegmentException.class)
                .hasMessageContaining("23 bytes");
    }

    @Test
    void anEndpointThatIsOpenEndsWithItsRondo() {
        Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
        SequencedSubscriber subscriber = rondo.sequencedTopic(TOPIC).subscriber();
        rondo.close();
        assertThatThrownBy(() -> poll(subscriber, 1)).isInstanceOf(ClosedException.class);
    }
}
