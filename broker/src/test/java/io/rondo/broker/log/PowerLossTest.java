package io.rondo.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.log.testkit.FaultyStorage;
import io.rondo.broker.log.testkit.FaultyStorage.PowerLoss;
import io.rondo.broker.log.testkit.Records;
import io.rondo.broker.log.writer.AppendResult;
import io.rondo.client.Durability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random runs of a log that loses power at random points, also during recovery. A failure names its seed. */
class PowerLossTest {
    private static final int RUNS = Integer.getInteger("rondo.test.runs", 500);
    private static final Long SEED = Long.getLong("rondo.test.seed");

    @Test
    void confirmedMessagesSurviveAndNothingElseComesBack() {
        Random seeds = new Random();
        for (int run = 0; run < (SEED == null ? RUNS : 1); run++) {
            long seed = SEED == null ? seeds.nextLong() : SEED;
            try {
                new Run(seed).lives();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("repeat with -Drondo.test.seed=" + seed, e);
            }
        }
    }

    /** One log through several losses of power. */
    private static final class Run {
        private final Random random;
        /** Message by sequence, as far as the log had it when it was opened last, and what was appended since. */
        private final List<byte[]> appended = new ArrayList<>();
        private FaultyStorage storage = new FaultyStorage();
        private long confirmed;

        Run(long seed) {
            random = new Random(seed);
        }

        void lives() {
            for (int life = 0; life < 4; life++) {
                storage.losePowerAfter(random.nextInt(60));
                try {
                    live();
                } catch (PowerLoss e) {
                    // Goes on below.
                }
                // A process that dies leaves everything in the page cache.
                storage = random.nextInt(4) == 0 ? storage.afterProcessDeath() : storage.afterPowerLoss(random);
            }
            storage.losePowerAfter(Integer.MAX_VALUE);
            check(Records.open(storage, Durability.DISK));
        }

        private void live() {
            ChannelLog log = Records.open(storage, Durability.DISK);
            check(log);
            for (int step = 0; step < 200; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> log.preparer().doWork();
                    case 1, 2 -> log.syncer().doWork();
                    case 3 -> log.writer().idle();
                    default -> append(log);
                }
                confirmed = log.progress().durableSequence();
            }
            if (random.nextInt(3) == 0) {
                log.close();
                confirmed = appended.size();
            }
        }

        private void append(ChannelLog log) {
            byte[] message = Records.message(random, random.nextInt(20) == 0 ? 5000 : 200);
            // Before it is known whether the call returns: it may be in the log then.
            appended.add(message);
            if (Records.tryAppend(log, message) != AppendResult.APPENDED) {
                appended.removeLast();
            }
        }

        private void check(ChannelLog log) {
            long last = log.recovered().state().lastSequence();
            assertThat(log.recovered().damage()).isEmpty();
            assertThat(last).isBetween(confirmed, (long) appended.size());
            appended.subList((int) last, appended.size()).clear();
            confirmed = last;
            assertThat(Records.read(storage))
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(appended);
            assertThat(log.recovered().state().publisherSequences().getOrDefault(1 + last % 3, 0L))
                    .isEqualTo(last);
        }
    }
}
