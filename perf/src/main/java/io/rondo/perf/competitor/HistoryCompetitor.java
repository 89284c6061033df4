package io.rondo.perf.competitor;

import io.rondo.client.Durability;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.StartPosition;
import io.rondo.client.Subscriber;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A sequenced topic. Its consumer reads the messages of a slice from the log, after all of them were recorded. So the
 * rate is that of a replay from the page cache.
 */
final class HistoryCompetitor implements Competitor {
    private static final String RECORDED = "recorded";
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private final SequencedCompetitor topic;
    private final Path recorded;
    private RecordingSender sender;

    HistoryCompetitor(CompetitorSettings settings) {
        topic = new SequencedCompetitor(settings, Durability.OS, true);
        recorded = settings.directory().resolve(RECORDED);
    }

    @Override
    public boolean startRelay() {
        return topic.startRelay();
    }

    @Override
    public Sender sender(String channel) {
        sender = new RecordingSender(topic.publisher(), recorded);
        return sender;
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        return new HistoryReceiver(topic, recorded, reader::read);
    }

    @Override
    public void pause() {
        if (sender != null) {
            sender.endSlice();
        }
    }

    @Override
    public void close() {
        topic.close();
    }

    /** At the end of a slice waits until everything is recorded, and writes the last sequence to a file. */
    private static final class RecordingSender implements Sender {
        private final PublisherSender sender;
        private final Publisher publisher;
        private final Path recorded;
        private long sent;

        RecordingSender(Publisher publisher, Path recorded) {
            this.publisher = publisher;
            this.recorded = recorded;
            sender = new PublisherSender(publisher, true);
        }

        @Override
        public boolean trySend(MessageWriter writer, int length) {
            boolean done = sender.trySend(writer, length);
            sent += done ? 1 : 0;
            return done;
        }

        void endSlice() {
            while (publisher.confirmed() < sent) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            try {
                Path next = recorded.resolveSibling(RECORDED + ".next");
                Files.write(next, ByteBuffer.allocate(Long.BYTES).putLong(sent).array());
                Files.move(next, recorded, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + recorded, e);
            }
        }
    }

    /** Waits for the file of the sender, and reads up to the sequence in it. */
    private static final class HistoryReceiver implements Receiver {
        private final SequencedCompetitor topic;
        private final Path recorded;
        private final MessageHandler handler;
        private Subscriber subscriber;
        private long read;
        private long last;

        HistoryReceiver(SequencedCompetitor topic, Path recorded, MessageHandler handler) {
            this.topic = topic;
            this.recorded = recorded;
            this.handler = handler;
        }

        @Override
        public int poll() {
            if (subscriber == null && !open()) {
                LockSupport.parkNanos(PAUSE_NANOS);
                return 0;
            }
            int messages = subscriber.poll(handler, (int) Math.min(LIMIT, last - read));
            read += messages;
            if (read == last) {
                subscriber.close();
                subscriber = null;
            }
            return messages;
        }

        private boolean open() {
            try {
                if (Files.exists(recorded)) {
                    last = ByteBuffer.wrap(Files.readAllBytes(recorded)).getLong();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + recorded, e);
            }
            if (last > read) {
                subscriber = topic.subscriber(StartPosition.sequence(read + 1));
            }
            return subscriber != null;
        }
    }
}
