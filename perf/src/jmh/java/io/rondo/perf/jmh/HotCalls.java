package io.rondo.perf.jmh;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Claim;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
 * One message through a queue on one thread: the instructions of both hot paths without the cache line's way between cores.
 * With {@code -prof gc} it shows the allocation per message, which is 0.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PublishPoll {
    private static final int LENGTH = 32;

    /** Whether the queue has a single producer. */
    @Param({"true", "false"})
    boolean singleProducer;

    private Rondo rondo;
    private Publisher publisher;
    private Subscriber subscriber;
    private long sum;
    private final MessageHandler handler = (buffer, offset, length) -> sum += buffer.getLong(offset);

    /** Creates the queue in a directory of its own. */
    @Setup
    public void open() throws IOException {
        Path directory = Files.createTempDirectory(Path.of("/dev/shm"), "rondo-jmh-");
        directory.toFile().deleteOnExit(); // also when the rest of this fails
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
        ChannelOptions options = ChannelOptions.builder().singleProducer(singleProducer).ephemeral(true).build();
        publisher = rondo.publisher("jmh", options);
        subscriber = rondo.subscriber("jmh", options);
    }

    /** The channel is ephemeral and goes with its participants. */
    @TearDown
    public void close() {
        rondo.close();
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
}
