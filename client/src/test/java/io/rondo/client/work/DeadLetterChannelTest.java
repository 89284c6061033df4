package io.rondo.client.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.ClosedException;
import io.rondo.client.DeadLetter.Reason;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.WorkSubscriber;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterChannelTest {
    @TempDir
    private Path directory;
    private final List<Publisher> opened = new ArrayList<>();
    private Rondo rondo;
    private DeadLetterChannel letters;

    @BeforeEach
    void create() {
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
        letters = new DeadLetterChannel(() -> {
            opened.add(rondo.queue("jobs.dead").publisher());
            return opened.getLast();
        }, 100);
    }

    @AfterEach
    void close() {
        rondo.close();
    }

    private boolean offer() {
        return letters.offer(UUID.randomUUID(), 0, Reason.RETURNED, 3, Buffers.allocate(8), 8);
    }

    @Test
    void theFirstDeadLetterOpensTheChannel() {
        assertThat(offer()).isTrue();
        assertThat(opened).hasSize(1);
        letters.close();
        assertThatThrownBy(opened.getFirst()::consumers).isInstanceOf(ClosedException.class);
    }

    @Test
    void aChannelThatIsOpenedWhileItIsClosedKeepsNoPublisher() {
        letters.close();
        letters.open();
        assertThat(opened).hasSize(1);
        assertThatThrownBy(opened.getFirst()::consumers).isInstanceOf(ClosedException.class);
        assertThat(offer()).isFalse();
        assertThatThrownBy(opened.getLast()::consumers).isInstanceOf(ClosedException.class);
    }

    @Test
    void aFailedPublisherIsReplaced() {
        assertThat(offer()).isTrue();
        opened.getFirst().close();
        assertThat(offer()).isFalse();
        assertThat(offer()).isTrue();
        assertThat(opened).hasSize(2);
        letters.close();
    }

    @Test
    void aSmallerChannelOfAnEarlierConsumerIsRefusedWithTheRemedies() {
        try (Subscriber _ = rondo.queue("work.dead").subscriber()) {
            assertThatThrownBy(rondo.workQueue("work").maxDeliveries(2)::subscriber)
                    .isInstanceOf(ChannelMismatchException.class)
                    .hasMessageContaining("start the work queue before its consumer")
                    .hasMessageContaining("create it with a larger capacity");
        }
    }

    @Test
    void aLargerChannelOfAnEarlierConsumerIsUsed() {
        try (Subscriber consumer = rondo.queue("work.dead").capacity(2 << 20).subscriber();
                WorkSubscriber _ = rondo.workQueue("work").maxDeliveries(2).subscriber()) {
            assertThat(consumer.producers()).isOne();
        }
    }
}
