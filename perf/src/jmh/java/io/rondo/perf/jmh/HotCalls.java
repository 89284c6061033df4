package io.rondo.perf.jmh;

import io.rondo.client.Buffers;
import io.rondo.client.Channel;
import io.rondo.client.Claim;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The calls that publish and poll a message, on one thread: the instructions of the hot paths without the transfer of
 * cache lines between cores. With {@code -prof gc} it shows the allocation per message, which must be 0 ({@link
 * AllocationGate}).
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotCalls {
    private static final int LENGTH = 32;

    /** The kind of the channel, and how it is read. */
    @Param
    Kind kind;

    private Rondo rondo;
    private Publisher publisher;
    private Subscriber subscriber;
    private long sum;
    private final MutableDirectBuffer message = Buffers.allocate(LENGTH);
    private final MessageHandler handler = (buffer, offset, length) -> sum += buffer.getLong(offset);

    /** The kinds to measure; each has a different writer or reader. */
    public enum Kind {
        /** A queue with a single producer. */
        SINGLE_PRODUCER_QUEUE,
        /** A queue with many producers. */
        QUEUE,
        /** A topic, read in place. */
        TOPIC,
        /** A topic with a consumer that may lose messages and therefore copies them. */
        DROPPING_TOPIC;

        private Channel<?> channel(Rondo rondo) {
            return switch (this) {
                case SINGLE_PRODUCER_QUEUE -> rondo.queue("jmh").ephemeral(true).singleProducer(true);
                case QUEUE -> rondo.queue("jmh").ephemeral(true);
                case TOPIC -> rondo.topic("jmh").ephemeral(true);
                case DROPPING_TOPIC -> rondo.topic("jmh").ephemeral(true).slowConsumer(SlowConsumer.DROP_OLDEST);
            };
        }
    }

    /** Creates the channel in its own directory. */
    @Setup
    public void open() throws IOException {
        Path directory = Files.createTempDirectory(Path.of("/dev/shm"), "rondo-jmh-");
        directory.toFile().deleteOnExit(); // also if the following code fails
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
        publisher = kind.channel(rondo).publisher();
        subscriber = kind.channel(rondo).subscriber();
    }

    /** The channel is ephemeral and is removed with its participants. */
    @TearDown
    public void close() {
        rondo.close();
    }

    /** Publishes a copy and polls it. */
    @Benchmark
    public long publishPoll() {
        publisher.tryPublish(message, 0, LENGTH);
        subscriber.poll(handler, 1);
        return sum;
    }

    /** Claims, writes one word, commits and polls. */
    @Benchmark
    public long claimCommitPoll() {
        Claim claim = publisher.tryClaim(LENGTH);
        claim.buffer().putLong(claim.offset(), sum);
        claim.commit();
        subscriber.poll(handler, 1);
        return sum;
    }

    /** Claims and aborts; the poll finds no message and frees the space. */
    @Benchmark
    public int claimAbortPoll() {
        Claim claim = publisher.tryClaim(LENGTH);
        claim.abort();
        return subscriber.poll(handler, 1);
    }

    /** Polls an empty channel. */
    @Benchmark
    public int emptyPoll() {
        return subscriber.poll(handler, 1);
    }
}
