package io.rondo.broker.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedTopic;
import io.rondo.client.SlowConsumer;
import io.rondo.client.StartPosition;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogFinding;
import io.rondo.client.log.LogFinding.Kind;
import io.rondo.client.log.LogVerifier;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The broker process is killed at random under load, again and again, while publishers and subscribers go on. The
 * property {@code rondo.test.kills} sets how often for each durability.
 */
@Order(1)
@Timeout(1200)
class RandomBrokerKillTest {
    private static final int KILLS = Integer.getInteger("rondo.test.kills", 5);
    private static final int PUBLISHERS = 3;
    private static final int MOST_NANOS = 30_000_000;
    /** In one of so many rounds the broker is killed while it starts. */
    private static final int EARLY = 4;
    private static final int MOST_START_NANOS = 300_000_000;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private final long seed = Long.getLong("rondo.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private ChildJvm start() throws Exception {
        return BrokerMain.JVMS.start(directory, BrokerMain.class);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void nothingIsLostOrSequencedTwiceAndAllSubscribersSeeOneOrder(Durability durability) throws Exception {
        RondoConfig config = RondoConfig.builder().directory(directory).build();
        ChildJvm broker = start();
        try (Rondo rondo = Rondo.connect(config)) {
            broker.expect("ready");
            SequencedTopic topic = rondo.sequencedTopic("orders").capacity(1 << 16).durability(durability);
            List<Observation> observations = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                observations.add(new Observation(topic.slowConsumer(SlowConsumer.BLOCK).subscriber(), PUBLISHERS));
            }
            List<Publication> publications = new ArrayList<>();
            for (int i = 1; i <= PUBLISHERS; i++) {
                publications.add(new Publication(topic.publisher(), i, i == 1 ? 0 : 20_000));
            }
            for (int kill = 0; kill < KILLS; kill++) {
                boolean early = kill % EARLY == EARLY - 1;
                if (!early && kill > 0) {
                    broker.expect("ready");
                }
                LockSupport.parkNanos(random.nextInt(early ? MOST_START_NANOS : MOST_NANOS));
                broker.kill();
                assertThat(broker.errors()).noneMatch(line -> line.startsWith("SEVERE") || line.contains("Exception"));
                broker = start();
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
            if (durability != Durability.MEMORY) {
                assertThat(new Observation(topic.from(StartPosition.earliest()).subscriber(), PUBLISHERS).join())
                        .isEqualTo(digest);
                // Recovery moves the end of the log that it cut aside. Kills may have met only ends that were synced.
                assertThat(LogVerifier.verify(new LogDirectory(BrokerMain.logs(directory).resolve("orders")), _ -> {})
                        .findings()).extracting(LogFinding::kind).isSubsetOf(Kind.MOVED_ASIDE);
            }
        } catch (Throwable e) {
            throw new AssertionError("rondo.test.seed=" + seed + ", " + broker, e);
        } finally {
            broker.close();
        }
    }
}
