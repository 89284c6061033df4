package io.rondo.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.log.testkit.FaultyStorage;
import io.rondo.broker.log.testkit.Records;
import io.rondo.client.Durability;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.StartPosition;
import io.rondo.client.log.LogFileSet;
import io.rondo.client.sequenced.LogHistory;
import io.rondo.codecs.log.LogFileName;
import io.rondo.core.ring.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogHistoryTest {
    private static final int MESSAGES = 3000;

    private final FaultyStorage storage = new FaultyStorage();
    private long delivered;

    @Test
    void messagesThatAPollDeliveredBeforeItFoundTheNextOnesDeletedAreNotLost() {
        ChannelLog log = Records.open(storage, Durability.OS, 512 << 10);
        for (int i = 0; i < MESSAGES; i++) {
            Records.append(log, new byte[500]);
        }
        List<LogFileName> files = new LogFileSet(storage.names()).files();
        long second = files.get(1).baseSequence();
        long third = files.get(2).baseSequence();
        LogHistory history = new LogHistory("orders", storage);
        history.firstSequence(StartPosition.earliest());

        assertThatThrownBy(() -> history.read(1, MESSAGES, MESSAGES, (sequence, time, buffer, offset, length) -> {
            delivered = sequence;
            if (sequence == 10) {
                storage.delete(files.get(0).file());
                storage.delete(files.get(1).file());
            }
            return Action.CONTINUE;
        })).isInstanceOf(SequenceUnavailableException.class)
                .hasMessageContaining("messages " + second + " to " + (third - 1));
        assertThat(delivered).isEqualTo(second - 1);
        assertThat(history.lost()).isEqualTo(third - second);
        assertThat(history.next()).isEqualTo(third);
    }
}
