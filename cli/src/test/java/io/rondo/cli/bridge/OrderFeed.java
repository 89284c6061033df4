package io.rondo.cli.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogReader;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.ring.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;

/** Publishes numbers on a sequenced topic on two hosts, and compares the logs of both with what was published. */
final class OrderFeed implements AutoCloseable {
    private static final int HOSTS = 2;

    private final List<Rondo> rondos = new ArrayList<>();
    private final List<Task<Long>> tasks = new ArrayList<>();
    private final List<AtomicLong> published = new ArrayList<>();
    private final List<AtomicLong> confirmed = new ArrayList<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final long paceNanos;

    OrderFeed(Path first, Path second, String topic, long paceNanos) {
        this.paceNanos = paceNanos;
        for (Path directory : List.of(first, second)) {
            Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
            rondos.add(rondo);
            SequencedPublisher publisher = rondo.sequencedTopic(topic).publisher();
            int host = tasks.size();
            published.add(new AtomicLong());
            confirmed.add(new AtomicLong());
            tasks.add(Task.start(() -> run(publisher, host)));
        }
    }

    private long run(SequencedPublisher publisher, int host) {
        MutableDirectBuffer message = Buffers.allocate(2 * Long.BYTES);
        message.putLong(0, host);
        long number = 0;
        while (!ending.get()) {
            message.putLong(Long.BYTES, number + 1);
            if (publisher.tryPublish(message, 0, 2 * Long.BYTES) > 0) {
                number++;
            }
            published.get(host).set(number);
            confirmed.get(host).set(publisher.confirmed());
            LockSupport.parkNanos(paceNanos);
        }
        long last = number;
        Watchdog.await("confirmation of " + last + " on host " + host, () -> publisher.confirmed() >= last);
        return last;
    }

    /** Waits until what was published before this call on both hosts is confirmed. */
    void awaitConfirmed() {
        for (int host = 0; host < HOSTS; host++) {
            AtomicLong reached = confirmed.get(host);
            long last = published.get(host).get() + 1;
            Watchdog.await("confirmation of " + last + " on host " + host, () -> reached.get() >= last);
        }
    }

    /** Ends the publishers when all messages are confirmed. */
    void end() throws Exception {
        ending.set(true);
        for (int host = 0; host < HOSTS; host++) {
            published.get(host).set(tasks.get(host).join());
        }
    }

    /** Compares the logs record by record, and each publisher's messages with what it published. */
    void requireIdentical(Path home, Path copy) {
        Map<Long, Long> last = new HashMap<>();
        List<String> records = records(home, last);
        for (long host = 0; host < HOSTS; host++) {
            assertThat(last.get(host)).isEqualTo(published.get((int) host).get());
        }
        // The home confirms its own messages without the copy.
        Watchdog.await("the end of the copy", () -> records(copy, new HashMap<>()).size() >= records.size());
        assertThat(records(copy, new HashMap<>())).isEqualTo(records);
    }

    private static List<String> records(Path log, Map<Long, Long> last) {
        List<String> found = new ArrayList<>();
        try (LogReader reader = new LogReader(new LogDirectory(log),
                (first, end, reason) -> found.add(first + " to " + end + " " + reason))) {
            while (reader.poll(record -> {
                long host = record.payload().getLong(0);
                long number = record.payload().getLong(Long.BYTES);
                assertThat(number).isEqualTo(last.merge(host, 1L, Long::sum));
                found.add(record.sequence() + " " + record.timestamp() + " " + host + " " + number);
                return Action.CONTINUE;
            }, 1000) > 0) {
                // Until the end.
            }
        }
        return found;
    }

    @Override
    public void close() {
        ending.set(true);
        rondos.forEach(Rondo::close);
    }
}
