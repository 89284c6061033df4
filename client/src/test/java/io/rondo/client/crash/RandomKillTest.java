package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.process.Kind;
import io.rondo.client.process.StepConsumerMain;
import io.rondo.client.support.Channels;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All producers and consumers of a channel are killed at random times, again and again. The system property {@code
 * rondo.test.kills} sets how many are killed for each kind of channel.
 */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class RandomKillTest extends CrashFixture {
    private static final int KILLS = Integer.getInteger("rondo.test.kills", 20);
    /** In one of so many rounds all are killed while they start. */
    private static final int EARLY = 5;
    private static final int MOST_START_NANOS = 200_000_000;
    private static final int MOST_NANOS = 10_000_000;

    private final Map<Integer, LongBuffer> published = new TreeMap<>();
    private final List<ChildJvm> publishers = new ArrayList<>();
    private final List<ChildJvm> consumers = new ArrayList<>();
    private final long seed = Long.getLong("rondo.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private LongBuffer consumed;

    @ParameterizedTest
    @CsvSource({"QUEUE, 3, 1", "SINGLE_PRODUCER_QUEUE, 1, 1", "TOPIC, 1, 2"})
    void nothingIsTornOutOfOrderLostOrDoubledBeyondWhatIsDocumented(Kind kind, int producersAtOnce,
            int consumersAtOnce) throws Exception {
        int rounds = Math.ceilDiv(KILLS, producersAtOnce + consumersAtOnce);
        System.out.println(kind + " killed at random: rondo.test.seed=" + seed);
        consumed = RandomConsumerMain.map(progressFile());
        // The channel is there before, so that no half-made one is left.
        newPublisher(kind).close();
        try {
            Task<Reading> witness = kind == Kind.TOPIC ? Reading.start(newSubscriber(kind)) : null;
            for (int round = 0; round < rounds; round++) {
                boolean early = round % EARLY == EARLY - 1;
                start(kind, producersAtOnce, consumersAtOnce, early);
                killAll(early);
            }
            Task<Reading> rest = witness == null ? Reading.start(newSubscriber(kind)) : witness;
            new Source(newPublisher(kind), 0).end();
            check(kind, rest.join());
            assertThat(published).hasSize(rounds * producersAtOnce);
        } catch (Throwable e) {
            throw new AssertionError("rondo.test.seed=" + seed + ", " + publishers + ", " + consumers, e);
        } finally {
            killAll(true);
        }
        assertNothingLeaks();
    }

    private Publisher newPublisher(Kind kind) {
        return Channels.publisher(rondo(), Kind.CHANNEL, CrashChannel.options(kind));
    }

    private Subscriber newSubscriber(Kind kind) {
        return Channels.subscriber(rondo(), Kind.CHANNEL, CrashChannel.options(kind));
    }

    private void start(Kind kind, int producersAtOnce, int consumersAtOnce, boolean early) throws Exception {
        for (int i = 0; i < consumersAtOnce; i++) {
            consumers.add(SmallJvm.CLIENT.start(directory(), RandomConsumerMain.class, kind,
                    progressFile()));
        }
        for (int i = 0; i < producersAtOnce; i++) {
            int producer = published.size() + 1;
            LongBuffer progress = StepConsumerMain.map(file("producer-" + producer));
            published.put(producer, progress);
            if (!early) {
                CrashPublisherMain.hold(progress);
            }
            publishers.add(SmallJvm.CLIENT.start(directory(), CrashPublisherMain.class, kind,
                    file("producer-" + producer), producer, Long.MAX_VALUE,
                    CrashPublisherMain.Habit.values()[random.nextInt(3)]));
        }
    }

    private void killAll(boolean early) throws InterruptedException {
        if (!early) {
            publishTogether();
        }
        List<ChildJvm> all = new ArrayList<>(publishers);
        all.addAll(consumers);
        Collections.shuffle(all, random);
        for (ChildJvm child : all) {
            LockSupport.parkNanos(random.nextInt(early ? MOST_START_NANOS : MOST_NANOS));
            child.kill();
            assertThat(child.errors()).as("%s", child).isEmpty();
        }
        publishers.clear();
        consumers.clear();
    }

    /** Lets the publishers begin when all are attached: those that started first do not keep the cores from the others. */
    private void publishTogether() {
        List<LongBuffer> all = publishersProgress();
        for (LongBuffer progress : all) {
            Watchdog.await("attached: " + publishers, () -> CrashPublisherMain.isAttached(progress));
        }
        all.forEach(CrashPublisherMain::release);
        for (LongBuffer progress : all) {
            Watchdog.await("its first message: " + publishers, () -> progress.get(0) > 0);
        }
    }

    private List<LongBuffer> publishersProgress() {
        return published.entrySet().stream().skip(published.size() - publishers.size()).map(Map.Entry::getValue)
                .toList();
    }

    private void check(Kind kind, Reading rest) {
        for (int producer : published.keySet()) {
            long returned = published.get(producer).get(0);
            long first = rest.first(producer);
            if (kind == Kind.TOPIC) {
                assertThat(rest.last(producer)).as("producer %d", producer).isBetween(returned, returned + 1);
                assertThat(first).isLessThanOrEqualTo(1);
            } else {
                long handled = RandomConsumerMain.handled(consumed, producer);
                if (first != 0) {
                    assertThat(first).as("producer %d", producer)
                            .isBetween(RandomConsumerMain.confirmed(consumed, producer) + 1, handled + 1);
                }
                assertThat(Math.max(handled, rest.last(producer))).as("producer %d", producer).isBetween(returned,
                        returned + 1);
            }
        }
    }
}
