package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Transport;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.ring.work.WorkLease;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.SegmentObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Consumers of a work queue are killed at random times, again and again. The system property {@code rondo.work.kills} is
 * their number. A ledger beside the queue notes each delivery, acknowledgement and return.
 */
@Order(1)
class RandomWorkKillTest {
    private static final int KILLS = Integer.getInteger("rondo.work.kills", 12);
    private static final int CONSUMERS = 3;
    /** One of so many consumers is killed while it starts, perhaps. */
    private static final int EARLY = 5;
    /** Messages that a consumer holds when it dies, that one included which it is taking. */
    private static final int MOST_HELD = 6;
    private static final int MOST = 1 << 22;
    private static final int MOST_NANOS = 20_000_000;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private Path files;
    private final long seed = Long.getLong("rondo.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicBoolean enough = new AtomicBoolean();
    /** The running consumers by their number. */
    private final Map<Integer, ChildJvm> consumers = new TreeMap<>();
    private Consumers kind;
    /** The consumer in shared memory that was started last. */
    private int listening;
    private Path ledgerFile;
    private WorkLedger ledger;
    private int started;
    private int kills;

    /** What consumes. */
    enum Consumers {
        /** The ring of core. */
        CORE(WorkConsumerMain.class),
        /** The API in shared memory. */
        SHARED_MEMORY(WorkSubscriberMain.class),
        /** The API, one consumer in shared memory, which listens until it is killed, and the others over sockets. */
        SOCKETS(WorkSubscriberMain.class);

        private final Class<?> program;

        Consumers(Class<?> program) {
            this.program = program;
        }
    }

    @ParameterizedTest
    @EnumSource
    void noMessageIsMissingAndNoneIsDeliveredAfterItsAcknowledgement(Consumers consuming) throws Exception {
        kind = consuming;
        System.out.println("consumers of a work queue killed at random: rondo.seed=" + seed);
        ChannelStore store = new ChannelStore(ChannelDirectory.of(directory, null));
        ledgerFile = files.resolve("ledger");
        ledger = WorkLedger.open(ledgerFile, MOST);
        try (WorkProducer producer = new WorkProducer(store, WorkChannel.NAME)) {
            Task<Long> publishing = Task.start(() -> publish(producer));
            while (kills < KILLS) {
                while (consumers.size() < CONSUMERS) {
                    start();
                }
                int index = random.nextInt(consumers.size());
                int number = List.copyOf(consumers.keySet()).get(index);
                if (random.nextInt(EARLY) != 0) {
                    Watchdog.await("the first delivery to " + consumers.get(number), () -> ledger.hasBegun(number));
                }
                LockSupport.parkNanos(random.nextInt(MOST_NANOS));
                kill(number);
            }
            while (!consumers.isEmpty()) {
                kill(consumers.keySet().iterator().next());
            }
            enough.set(true);
            try (WorkConsumer rest = new WorkConsumer(store, WorkChannel.NAME)) {
                Watchdog.await("an empty queue", () -> consume(rest) && publishing.isDone() && isEmpty(store));
            }
            check(publishing.join());
        } catch (Throwable e) {
            throw new AssertionError("rondo.seed=" + seed + ", " + consumers, e);
        } finally {
            enough.set(true);
            for (ChildJvm consumer : consumers.values()) {
                consumer.kill();
            }
        }
    }

    private void start() throws Exception {
        int number = ++started;
        Transport transport = kind == Consumers.SOCKETS && consumers.containsKey(listening)
                ? Transport.SOCKET
                : Transport.AUTO;
        listening = transport == Transport.AUTO ? number : listening;
        consumers.put(number, SmallJvm.CLIENT.start(directory, kind.program, directory, ledgerFile, MOST,
                number, random.nextLong(), transport));
    }

    private void kill(int number) throws InterruptedException {
        ChildJvm victim = consumers.remove(number);
        ledger.beginKill(number);
        victim.kill();
        ledger.endKill();
        assertThat(victim.errors()).as("%s", victim).isEmpty();
        kills++;
    }

    private long publish(WorkProducer producer) {
        long number = 0;
        while (!enough.get() && number < MOST - 1) {
            number++;
            producer.publish(number);
        }
        return number;
    }

    private boolean consume(WorkConsumer consumer) {
        WorkLease lease = new WorkLease();
        for (long number = consumer.tryTake(lease); number != 0; number = consumer.tryTake(lease)) {
            ledger.deliver(WorkLedger.TEST, number, lease.deliveries());
            assertThat(consumer.acknowledge(lease)).isTrue();
            ledger.acknowledge(number);
        }
        return true;
    }

    private static boolean isEmpty(ChannelStore store) {
        try (SegmentObserver observer = store.observe(WorkChannel.NAME)) {
            return observer.backlog().messages() == 0;
        }
    }

    private void check(long published) {
        long unmarked = 0;
        long unnoted = 0;
        long afterDeath = 0;
        for (long number = 1; number <= published; number++) {
            long open = ledger.isAcknowledged(number) ? 0 : 1;
            unmarked += open;
            unnoted += ledger.unnoted(number);
            long ends = ledger.returned(number) + 1;
            assertThat(ledger.delivered(number) + open).as("deliveries of message %d", number)
                    .isPositive();
            afterDeath += Math.max(0, ledger.delivered(number) - ends);
        }
        System.out.println(published + " messages, " + kills + " kills, " + afterDeath
                + " deliveries after a death");
        // A consumer may die between an acknowledgement, or a take, and its note: once for each kill. With the consumer that
        // listens, all connected ones lose what they hold.
        long losers = kind == Consumers.SOCKETS ? kills * (long) CONSUMERS : kills;
        assertThat(unmarked).as("messages without a noted acknowledgement").isLessThanOrEqualTo(losers);
        assertThat(unnoted).as("deliveries without a note").isLessThanOrEqualTo(losers);
        assertThat(afterDeath).as("deliveries after a death").isLessThanOrEqualTo(losers * MOST_HELD);
    }
}
