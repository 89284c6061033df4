package io.rondo.core.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.CheckpointLayout;
import io.rondo.core.layout.IdentityLayout;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.mapping.Mapping;
import io.rondo.core.memory.Words;
import io.rondo.core.os.NativeFile;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.reader.AbandonedClaimRecovery;
import io.rondo.core.ring.reader.CopyingReader;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.ring.reader.TopicConsumerPosition;
import io.rondo.core.ring.reader.TopicJoiner;
import io.rondo.core.ring.scan.EvictionLowWatermark;
import io.rondo.core.ring.scan.RingScanner;
import io.rondo.core.ring.scan.TopicLowWatermark;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.testkit.WorkRingReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes random values at random places of a segment, unused and in use, and runs every operation of its users on it.
 * Each operation ends with a SegmentException or without harm, and in bounded time.
 */
final class SegmentFuzzer {
    private static final int POLLS = 20;
    private static final int LIMIT = 50;
    private static final int IN_USE = 10;
    private static final int CONCURRENT = 200;
    private static final int MOST_PAUSES = 300;
    /** A topic's consumer waits, may be evicted, or drops. */
    private static final int WAYS = 3;

    private final ChannelStore store;
    private final Path directory;
    private final SegmentSpec spec;
    private final SplittableRandom random;
    private final MemorySegment file;
    private final byte[] original;
    private int slots;
    private long mutations;
    private long corrupt;

    SegmentFuzzer(Path directory, String kind, long seed, Arena arena) {
        this.directory = directory;
        store = StoreFixture.store(directory);
        spec = switch (kind) {
            case "single" -> StoreFixture.SINGLE;
            case "many" -> StoreFixture.QUEUE;
            case "work" -> StoreFixture.WORK;
            default -> StoreFixture.TOPIC;
        };
        random = new SplittableRandom(seed);
        file = createAndMap(arena);
        original = file.toArray(ValueLayout.JAVA_BYTE);
    }

    /** Words that were overwritten so far. */
    long mutations() {
        return mutations;
    }

    /** Returns how many operations reported a corrupt segment. */
    long corrupt() {
        return corrupt;
    }

    /** One life of a segment. */
    void round() throws InterruptedException {
        MemorySegment.copy(original, 0, file, ValueLayout.JAVA_BYTE, 0, original.length);
        switch (random.nextInt(8)) {
            case 0 -> useWhileOthersScribble();
            case 1, 2, 3 -> scribbleInUse();
            default -> {
                for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
                    scribble(file, random);
                    mutations++;
                }
                visit();
            }
        }
    }

    /** Attached before, and a word changes between any two calls. */
    private void scribbleInUse() {
        try (SegmentUsers users = new SegmentUsers()) {
            attempt(users::attach);
            for (int i = 0; i < IN_USE; i++) {
                scribble(file, random);
                mutations++;
                users.act(random.nextInt(SegmentUsers.ACTIONS));
            }
        }
    }

    /** Words change during any call. */
    private void useWhileOthersScribble() throws InterruptedException {
        SplittableRandom theirs = random.split();
        AtomicInteger scribbled = new AtomicInteger();
        Thread scribbler = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < CONCURRENT; i++) {
                scribble(file, theirs);
                scribbled.incrementAndGet();
                for (int pause = theirs.nextInt(MOST_PAUSES); pause > 0; pause--) {
                    Thread.onSpinWait();
                }
            }
        });
        try (SegmentUsers users = new SegmentUsers()) {
            attempt(users::attach);
            do {
                users.act(random.nextInt(SegmentUsers.ACTIONS));
            } while (scribbler.isAlive());
        }
        scribbler.join();
        assertThat(scribbled).hasValue(CONCURRENT);
        mutations += CONCURRENT;
    }

    /** One participant of each kind. Each continues while its exceptions allow it. */
    private final class SegmentUsers implements AutoCloseable {
        static final int ACTIONS = 8;

        private final List<AutoCloseable> open = new ArrayList<>();
        private Participant producer;
        private Participant consumer;
        private SegmentObserver observer;
        private RecordWriter writer;
        private RingReader reader;
        private RingReader tail;

        void attach() {
            producer = opened(store.attach("s", Role.PRODUCER, StoreFixture.ANY));
            consumer = opened(store.attach("s", Role.CONSUMER, StoreFixture.ANY));
            observer = opened(store.observe("s"));
            writer = newWriter(producer);
            reader = newReader(consumer, random.nextInt(WAYS));
            tail = observer.newReader();
            producer.joined();
            consumer.joined();
        }

        private <T extends AutoCloseable> T opened(T one) {
            open.add(one);
            return one;
        }

        void act(int action) {
            // Not all have come in.
            if (tail == null) {
                visit();
                return;
            }
            attempt(() -> {
                switch (action) {
                    case 0, 1 -> produce(producer, writer, 5);
                    case 2, 3 -> poll(reader);
                    case 4 -> poll(tail);
                    case 5 -> look(observer);
                    case 6 -> {
                        producer.table().count(Role.CONSUMER);
                        consumer.table().list();
                    }
                    default -> visit();
                }
            });
        }

        @Override
        public void close() {
            for (AutoCloseable one : open.reversed()) {
                try {
                    one.close();
                } catch (Exception e) {
                    throw new AssertionError("cannot be closed: " + one, e);
                }
            }
        }
    }

    private MemorySegment createAndMap(Arena arena) {
        try (Participant producer = store.attach("s", Role.PRODUCER, spec)) {
            producer.joined();
            RecordWriter writer = newWriter(producer);
            for (int i = 0; i < 20; i++) {
                writer.tryClaim(i * 5);
                writer.commit();
            }
            if (producer.identity().kind().hasManyProducers()) {
                writer.tryClaim(100);
            }
            slots = producer.identity().slots();
            try (NativeFile opened = NativeFile.open(directory.resolve("s.ring"), true)) {
                return Mapping.map(opened.fd(), 0, opened.status().length(), true, arena);
            }
        }
    }

    private void scribble(MemorySegment file, SplittableRandom random) {
        long offset = switch (random.nextInt(6)) {
            case 0 -> random.nextInt(IdentityLayout.CHECKSUM + 4) & -8L;
            case 1 -> SegmentLayout.TAIL + random.nextInt(9) * SegmentLayout.LINE;
            case 2 -> SegmentLayout.CHECKPOINTS + random.nextInt(2 * CheckpointLayout.COUNT) * 8L;
            case 3 -> SlotLayout.offset(random.nextInt(slots))
                    + random.nextInt(SlotLayout.LENGTH / 8) * 8L;
            case 4 -> SlotLayout.offset(random.nextInt(2) * 64) + SlotLayout.POSITION + random.nextInt(2) * 8;
            // The data, or the entries of a work queue.
            default -> random.nextBoolean()
                    ? file.byteSize() - SegmentSpec.MIN_CAPACITY + random.nextInt(SegmentSpec.MIN_CAPACITY / 8) * 8L
                    : SegmentLayout.entries(slots)
                            + random.nextInt(WorkEntryLayout.length(SegmentSpec.MIN_CAPACITY) / 8) * 8L;
        };
        long before = Words.getLong(file, offset);
        Words.setLong(file, offset, switch (random.nextInt(11)) {
            case 0 -> random.nextLong();
            case 1 -> before + random.nextInt(-16, 17);
            case 2 -> before + (random.nextInt(-16, 17) << 9);
            case 3 -> random.nextInt(-8, 5000);
            case 4 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
            case 5 -> RecordLayout.padding(random.nextInt(0, 5000));
            case 6 -> RecordLayout.claimed(random.nextInt(-100, 5000), random.nextInt(-1, 130));
            case 7 -> RecordLayout.committed(random.nextInt(-100, 5000));
            case 8 -> random.nextInt(100) * 64L | random.nextInt(8);
            case 9 -> random.nextInt(3000) << 3 | WorkEntryLayout.HELD + random.nextInt(3);
            default -> 0;
        });
    }

    private void visit() {
        attempt(() -> {
            try (SegmentObserver observer = store.observe("s")) {
                look(observer);
                poll(observer.newReader());
            }
        });
        attempt(() -> store.clean(true, true));
        attempt(() -> consume(random.nextInt(WAYS)));
        attempt(this::produce);
        attempt(() -> consume(random.nextInt(WAYS)));
    }

    private void attempt(Runnable action) {
        try {
            action.run();
        } catch (SegmentException e) {
            if (e.reason() == Reason.CORRUPT) {
                assertThat(e.getMessage()).doesNotContain("\n");
                corrupt++;
            } else {
                assertThat(e.getMessage()).contains("s");
            }
        }
    }

    private void look(SegmentObserver observer) {
        observer.table().list();
        observer.table().count(Role.PRODUCER);
        observer.confirmed();
        attempt(observer::end);
        attempt(observer::backlog);
    }

    private void produce() {
        try (Participant producer = store.attach("s", Role.PRODUCER, StoreFixture.ANY)) {
            RecordWriter writer = newWriter(producer);
            producer.joined();
            produce(producer, writer, LIMIT);
        }
    }

    private static void produce(Participant producer, RecordWriter writer, int count) {
        for (int i = 0; i < count; i++) {
            if (writer.tryClaim(i % (producer.ring().maxMessageLength() + 1)) != RecordWriter.FULL) {
                writer.commit();
            }
        }
        writer.flush();
    }

    private void consume(int way) {
        try (Participant consumer = store.attach("s", Role.CONSUMER, StoreFixture.ANY)) {
            RingReader reader = newReader(consumer, way);
            consumer.joined();
            poll(reader);
        }
    }

    private static void poll(RingReader reader) {
        for (int i = 0; i < POLLS; i++) {
            reader.maxSleepNanos();
            reader.holds();
            reader.forEach((buffer, offset, length) -> buffer.checkLimit(offset + length), LIMIT);
        }
    }

    private static RecordWriter newWriter(Participant producer) {
        Ring ring = producer.ring();
        return switch (producer.identity().kind()) {
            case SPSC -> SingleProducerWriter.ofQueue(ring);
            case SPMC -> SingleProducerWriter.ofTopic(ring, producer.table());
            case MPSC, WORK -> new MultiProducerWriter(ring, producer.slot(), producer.table());
        };
    }

    private static RingReader newReader(Participant consumer, int way) {
        Ring ring = consumer.ring();
        return switch (consumer.identity().kind()) {
            case SPSC -> {
                QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofSingleProducer(ring);
                yield new RecordReader(ring, consumerPosition, AbandonedClaimRecovery.NONE,
                        consumerPosition.confirmed());
            }
            case MPSC -> {
                QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofManyProducers(ring);
                AbandonedClaimRecovery recovery = new MultiProducerClaimRecovery(ring, consumer.table(), () -> {});
                yield new RecordReader(ring, consumerPosition, recovery, consumerPosition.confirmed());
            }
            case WORK -> new WorkRingReader(consumer);
            case SPMC -> {
                TopicConsumerPosition consumerPosition = new TopicConsumerPosition(ring, consumer.slot());
                if (way == 2) {
                    TopicLowWatermark lowWatermark = new TopicLowWatermark(ring);
                    yield new CopyingReader(ring, lowWatermark, consumerPosition, RingScanner.end(ring, lowWatermark));
                }
                consumer.gate();
                var start = TopicJoiner.join(ring, consumer.slot());
                if (way == 1) {
                    consumer.allowEviction();
                    yield new CopyingReader(ring, new EvictionLowWatermark(ring, consumer.slot()), consumerPosition,
                            start);
                }
                yield new RecordReader(ring, consumerPosition, AbandonedClaimRecovery.NONE, start.position());
            }
        };
    }
}
