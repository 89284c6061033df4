package io.rondo.broker.sequencer.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.storage.MappedStorage;
import io.rondo.broker.log.testkit.Records;
import io.rondo.client.Durability;
import io.rondo.client.log.LogDirectory;
import io.rondo.codecs.control.GapReason;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages 1 to 5, of which 3 and 4 are missing; the timestamp of each is ten times its sequence, in nanoseconds. */
class SubscriptionLagTest {
    private static final double SECOND = 1e9;

    @TempDir
    private Path logs;

    private SubscriptionLag lag;

    @BeforeEach
    void write() {
        try (ChannelLog log = Records.open(new MappedStorage(logs.resolve(Records.CHANNEL), 0600), Durability.OS)) {
            Records.append(log, new byte[10]);
            Records.append(log, new byte[10]);
            log.writer().markGap(3, 4, GapReason.NO_SPACE);
            Records.append(log, new byte[10]);
        }
        lag = new SubscriptionLag(new LogDirectory(logs.resolve(Records.CHANNEL)));
    }

    private double seconds(long confirmed, long now) {
        return lag.seconds("audit", confirmed, 5, now);
    }

    @Test
    void theAgeIsThatOfTheOldestMessageThatIsNotConfirmed() {
        assertThat(seconds(0, 110)).isEqualTo(100 / SECOND);
        assertThat(seconds(0, 210)).isEqualTo(200 / SECOND);
        assertThat(seconds(1, 110)).isEqualTo(90 / SECOND);
        assertThat(seconds(5, 110)).isZero();
    }

    @Test
    void missingMessagesHaveNoAge() {
        assertThat(seconds(2, 110)).isEqualTo(60 / SECOND);
        assertThat(lag.seconds("other", 2, 4, 110)).isZero();
    }

    @Test
    void anAgeIsNeverNegative() {
        assertThat(seconds(0, 5)).isZero();
    }

    @Test
    void anUnreadableLogHasNoAge() throws Exception {
        List<Path> files;
        try (Stream<Path> entries = Files.list(logs.resolve(Records.CHANNEL))) {
            files = entries.filter(each -> each.toString().endsWith(".log")).toList();
        }
        try (RandomAccessFile file = new RandomAccessFile(files.getFirst().toFile(), "rw")) {
            file.write(new byte[100]);
        }
        assertThat(seconds(0, 110)).isEqualTo(SubscriptionLag.UNKNOWN);
    }
}
