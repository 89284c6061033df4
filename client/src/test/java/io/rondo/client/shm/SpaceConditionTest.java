package io.rondo.client.shm;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.core.layout.SegmentSpec;
import io.rondo.core.ring.MultiProducerWriter;
import io.rondo.core.ring.RecordWriter;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting for space that only a consumer can make. */
class SpaceConditionTest {
    private static final int LENGTH = 100;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void theNextLookAfterTheLastConsumerLeftSeesThatThereIsNone() {
        ChannelStore store = new ChannelStore(ChannelDirectory.of(directory, null));
        SegmentSpec spec = SegmentSpec.builder().capacity(SegmentSpec.MIN_CAPACITY).build();
        try (Participant producer = store.attach("q", Role.PRODUCER, spec)) {
            Participant consumer = store.attach("q", Role.CONSUMER, spec);
            producer.joined();
            consumer.joined();
            RecordWriter writer = new MultiProducerWriter(producer.ring(), producer.slot(), producer.table());
            while (writer.tryClaim(LENGTH) != RecordWriter.FULL) {
                writer.commit();
            }
            SpaceCondition space = new SpaceCondition(writer, producer.table());
            space.want(LENGTH);
            assertThat(space.holds()).isFalse();
            consumer.close();
            assertThat(space.holds()).isTrue();
            assertThat(space.result()).isEqualTo(Publisher.NOT_CONNECTED);
        }
    }
}
