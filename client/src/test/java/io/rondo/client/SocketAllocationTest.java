package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message over a socket allocates nothing, on no thread; what is said once for many of them may cost a few bytes. */
@Isolated("all sockets of a process share one loop, whose allocations are measured")
class SocketAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MESSAGES = 30_000;
    private static final int ATTEMPTS = 12;
    /** Bytes per message that taking the measure allocates, at most. */
    private static final double MEASURING = 0.01;
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    private RondoConfig config(boolean segment) {
        return RondoConfig.builder().directory(segment ? directory : Path.of("/proc/none/x"))
                .socketDirectory(directory).transport(segment ? Transport.SOCKET : Transport.AUTO).build();
    }

    /** Bytes per message that each of some threads allocates: the least of several batches, because the first ones compile. */
    private static double[] leastPerMessage(List<Thread> threads, Runnable batch) {
        double[] least = new double[threads.size()];
        Arrays.fill(least, Double.MAX_VALUE);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long[] before = allocated(threads);
            batch.run();
            long[] after = allocated(threads);
            for (int i = 0; i < least.length; i++) {
                least[i] = Math.min(least[i], (double) (after[i] - before[i]) / MESSAGES);
            }
        }
        return least;
    }

    private static long[] allocated(List<Thread> threads) {
        return threads.stream().mapToLong(thread -> THREADS.getThreadAllocatedBytes(thread.threadId())).toArray();
    }

    private static Thread loop() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("rondo-socket-\\d+-\\d+")).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"QUEUE,true", "QUEUE,false", "TOPIC,true", "TOPIC,false"})
    void underLoadNoThreadAllocatesPerMessage(ChannelKind kind, boolean segment) throws Exception {
        ChannelSettings options = ChannelSettings.DEFAULTS.kind(kind);
        try (Rondo publishing = Rondo.connect(config(segment)); Rondo subscribing = Rondo.connect(config(segment))) {
            boolean topic = kind == ChannelKind.TOPIC;
            Subscriber first = topic ? null : Channels.subscriber(subscribing, "c", options);
            Publisher out = Channels.publisher(publishing, "c", options);
            Subscriber in = topic ? Channels.subscriber(subscribing, "c", options) : first;
            long[] received = new long[1];
            MessageHandler count = (buffer, offset, length) -> received[0]++;
            Task<Void> consumer = Task.start(() -> {
                while (received[0] < (long) MESSAGES * ATTEMPTS) {
                    in.receive(count, 256, LONG);
                }
                return null;
            });
            double[] bytes = leastPerMessage(List.of(Thread.currentThread(), consumer.thread(), loop()),
                    () -> publish(out));
            consumer.join();
            assertThat(bytes).as("publisher, subscriber, loop").satisfies(each -> {
                for (double perMessage : each) {
                    assertThat(perMessage).isLessThan(1);
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"QUEUE,true", "QUEUE,false", "TOPIC,false"})
    void refusingAMessageAndFindingNoneAllocatesNothing(ChannelKind kind, boolean segment) {
        ChannelSettings options = ChannelSettings.DEFAULTS.kind(kind).linger(Duration.ZERO);
        try (Rondo publishing = Rondo.connect(config(segment)); Rondo subscribing = Rondo.connect(config(segment))) {
            Publisher topic = kind == ChannelKind.TOPIC ? Channels.publisher(publishing, "c", options) : null;
            Subscriber in = Channels.subscriber(subscribing, "c", options);
            Publisher out = topic == null ? Channels.publisher(publishing, "c", options) : topic;
            assertThat(in.poll(Messages.IGNORE, 1)).isZero();
            List<Thread> self = List.of(Thread.currentThread());
            assertThat(leastPerMessage(self, () -> {
                for (int i = 0; i < MESSAGES; i++) {
                    in.poll(Messages.IGNORE, 1);
                }
            })[0]).isLessThan(MEASURING);
            MutableDirectBuffer message = Messages.of(7);
            fill(out, message);
            assertThat(leastPerMessage(self, () -> {
                for (int i = 0; i < MESSAGES; i++) {
                    out.tryPublish(message, 0, 8);
                    out.tryClaim(100);
                }
            })[0]).isLessThan(MEASURING);
            closeUnread(out);
        }
    }

    private static void fill(Publisher out, MutableDirectBuffer message) {
        long result = 0;
        while (result >= 0) {
            result = out.publish(message, 0, Messages.LENGTH, Duration.ofMillis(50));
        }
    }

    private static void closeUnread(Publisher out) {
        try {
            out.close();
        } catch (DeliveryUnknownException e) {
            assertThat(e.lastSequence()).isPositive();
        }
    }

    private static void publish(Publisher out) {
        MutableDirectBuffer message = Messages.of(7);
        for (int i = 0; i < MESSAGES / 2; i++) {
            out.publish(message, 0, Messages.LENGTH);
            try (Claim claim = out.claim(Messages.LENGTH)) {
                claim.buffer().putLong(claim.offset(), i);
                claim.commit();
            }
        }
    }
}
