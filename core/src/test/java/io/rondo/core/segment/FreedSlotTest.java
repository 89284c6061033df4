package io.rondo.core.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic's producer frees the slot of a dead consumer. */
class FreedSlotTest {
    private static final int ATTACHMENTS = 1_000 * Integer.getInteger("rondo.test.factor", 1);
    private static final int SLOT = SlotLayout.FIRST_PEER;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    private Participant attach(Role role) {
        Participant participant = StoreFixture.store(directory).attach("x", role,
                StoreFixture.small().topic(true).maxParticipants(1).build());
        participant.joined();
        return participant;
    }

    @Test
    void aConsumerThatAttachesMeanwhileIsNotRefused() {
        AtomicBoolean ended = new AtomicBoolean();
        try (Participant producer = attach(Role.PRODUCER)) {
            CompletableFuture<Void> freeing = CompletableFuture.runAsync(() -> {
                while (!ended.get()) {
                    producer.table().freeIfDead(SLOT);
                }
            });
            try {
                for (int i = 0; i < ATTACHMENTS; i++) {
                    attach(Role.CONSUMER).close();
                }
            } finally {
                ended.set(true);
                freeing.join();
            }
        }
    }

    @Test
    void theSlotOfALiveConsumerIsNotFreed() {
        try (Participant producer = attach(Role.PRODUCER); Participant consumer = attach(Role.CONSUMER)) {
            assertThat(producer.table().freeIfDead(SLOT)).isFalse();
            assertThat(producer.table().state(consumer.slot())).isEqualTo(SlotState.ATTACHED);
        }
    }

    @Test
    void theSlotOfADeadConsumerIsFreed() {
        try (Participant producer = attach(Role.PRODUCER)) {
            attach(Role.CONSUMER).close();
            // As a consumer leaves it that dies: without its lock, and attached.
            producer.table().setState(SLOT, SlotState.ATTACHED);
            assertThat(producer.table().freeIfDead(SLOT)).isTrue();
            assertThat(producer.table().state(SLOT)).isEqualTo(SlotState.FREE);
        }
    }
}
