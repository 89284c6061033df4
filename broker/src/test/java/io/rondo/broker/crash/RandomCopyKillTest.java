package io.rondo.broker.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedTopic;
import io.rondo.client.StartPosition;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogReader;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import io.rondo.core.ring.Action;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A home and a copy of a sequenced topic, each with a media driver of its own, over UDP. Brokers and drivers are killed at random
 * under load from publishers on both hosts and started again. Subscribers on both hosts are the ledger. The property {@code
 * rondo.test.kills} sets how often for each durability.
 */
@Order(1)
@Timeout(1200)
class RandomCopyKillTest {
    private static final int KILLS = Integer.getInteger("rondo.test.kills", 4);
    private static final int PUBLISHERS = 4;
    private static final long PACE_NANOS = 200_000;
    private static final int MOST_NANOS = 1_000_000_000;
    private static final int PARTS = 4;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path temporary;
    private final long seed = Long.getLong("rondo.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<ChildJvm> running = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final List<String> kills = new ArrayList<>();
    private final List<Integer> next = new ArrayList<>();

    private Path host(int number) {
        return temporary.resolve("host" + number);
    }

    private Path driver(int number) {
        return temporary.resolve("driver" + number);
    }

    /** Parts 0 and 1 are the media drivers of the home and the copy, 2 and 3 their brokers. */
    private ChildJvm start(int part, Durability durability) throws Exception {
        int number = part % 2;
        return part < 2
                ? BrokerMain.JVMS.start(host(number), MediaDriverMain.class, driver(number))
                : BrokerMain.JVMS.start(host(number), CopyBrokerMain.class, number == 0 ? "SEND" : "RECEIVE",
                        durability,
                        ports.get(0), ports.get(1), driver(number));
    }

    private void choosePorts() throws IOException {
        List<DatagramSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        sockets.forEach(DatagramSocket::close);
    }

    private void awaitTopic(int number) {
        ChannelStore store = new ChannelStore(ChannelDirectory.of(host(number), null));
        Watchdog.await("topic on host " + number + ", " + running,
                () -> store.find(CopyBrokerMain.TOPIC) != null && store.find(CopyBrokerMain.TOPIC + "@in") != null);
    }

    private static Rondo connect(Path directory) {
        return Rondo.connect(RondoConfig.builder().directory(directory).build());
    }

    @ParameterizedTest
    @EnumSource(value = Durability.class, names = {"OS", "DISK"})
    void nothingIsLostOrRecordedTwiceAndTheCopyIsIdentical(Durability durability) throws Exception {
        for (int number = 0; number < 2; number++) {
            Files.createDirectory(host(number),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        choosePorts();
        try {
            for (int part = 0; part < PARTS; part++) {
                running.add(start(part, durability));
                running.get(part).expect("ready");
            }
            awaitTopic(0);
            awaitTopic(1);
            try (Rondo home = connect(host(0)); Rondo copy = connect(host(1))) {
                run(home.sequencedTopic(CopyBrokerMain.TOPIC), copy.sequencedTopic(CopyBrokerMain.TOPIC), durability);
            }
            List<String> recorded = records(0);
            assertThat(recorded).hasSizeGreaterThan(PUBLISHERS);
            assertThat(records(1)).isEqualTo(recorded);
        } catch (Throwable e) {
            throw new AssertionError("rondo.test.seed=" + seed + ", killed " + kills + ", " + running, e);
        } finally {
            for (ChildJvm child : running) {
                child.close();
            }
        }
    }

    private void run(SequencedTopic home, SequencedTopic copy, Durability durability) throws Exception {
        List<Observation> observations = new ArrayList<>();
        List<Publication> publications = new ArrayList<>();
        for (SequencedTopic topic : List.of(home, copy)) {
            observations.add(new Observation(topic.from(StartPosition.earliest()).subscriber(), PUBLISHERS));
        }
        for (int i = 1; i <= PUBLISHERS; i++) {
            publications.add(new Publication((i % 2 == 0 ? home : copy).publisher(), i, PACE_NANOS));
        }
        for (int i = 0; i < KILLS; i++) {
            LockSupport.parkNanos(random.nextInt(MOST_NANOS));
            int part = nextPart();
            kills.add(List.of("driver of home", "driver of copy", "home", "copy").get(part));
            running.get(part).kill();
            LockSupport.parkNanos(random.nextInt(MOST_NANOS));
            running.set(part, start(part, durability));
        }
        List<Long> counts = new ArrayList<>();
        for (Publication publication : publications) {
            counts.add(publication.end());
        }
        long digest = observations.getFirst().join();
        for (Observation observation : observations) {
            assertThat(observation.join()).isEqualTo(digest);
            for (int i = 0; i < PUBLISHERS; i++) {
                assertThat(observation.messages(i + 1)).isEqualTo(counts.get(i));
            }
        }
    }

    /** Each part is killed once before one is killed again. */
    private int nextPart() {
        if (next.isEmpty()) {
            next.addAll(List.of(0, 1, 2, 3));
            Collections.shuffle(next, random);
        }
        return next.removeLast();
    }

    /** Returns what the log of a host has, each record as a line. */
    private List<String> records(int number) {
        List<String> found = new ArrayList<>();
        try (LogReader reader = new LogReader(
                new LogDirectory(BrokerMain.logs(host(number)).resolve(CopyBrokerMain.TOPIC)),
                (first, last, reason) -> found.add(first + " to " + last + " " + reason))) {
            while (reader.poll(record -> {
                found.add(record.sequence() + " " + record.timestamp() + " " + record.publisherId() + " "
                        + record.publisherSequence() + " " + record.payload().getLong(0) + " "
                        + record.payload().getLong(Long.BYTES));
                return Action.CONTINUE;
            }, 1000) > 0) {
                // Until the end.
            }
        }
        return found;
    }
}
