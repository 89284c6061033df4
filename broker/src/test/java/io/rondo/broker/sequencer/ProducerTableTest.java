package io.rondo.broker.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProducerTableTest {
    private static final UUID EGRESS = new UUID(1, 2);

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("t@ids");
    }

    @Test
    void theLastSequencesAreKeptInTheFile() {
        Map<Long, Long> model = new HashMap<>();
        Random random = new Random(3);
        for (int round = 0; round < 10; round++) {
            try (ProducerTable table = ProducerTable.open(file(), EGRESS)) {
                model.forEach((id, sequence) -> assertThat(table.last(id)).isEqualTo(sequence));
                for (int i = 0; i < 1000; i++) {
                    long id = 1 + random.nextInt(2000);
                    long sequence = random.nextInt(100);
                    table.register(id);
                    table.record(id, sequence);
                    model.merge(id, sequence, Math::max);
                    assertThat(table.last(id)).isEqualTo(model.get(id));
                }
            }
        }
    }

    @Test
    void anIdThatIsNotRegisteredIsNotRecorded() {
        try (ProducerTable table = ProducerTable.open(file(), EGRESS)) {
            table.record(5, 9);
            assertThat(table.last(5)).isZero();
            table.merge(Map.of(5L, 7L));
            assertThat(table.last(5)).isEqualTo(7);
        }
    }

    @Test
    void aFullTableRefusesFurtherIdsAndKeepsTheOthers() {
        try (ProducerTable table = ProducerTable.open(file(), EGRESS)) {
            for (long id = 1; id <= ProducerTable.MAX_PRODUCERS; id++) {
                table.register(id * 1_000_003);
                table.record(id * 1_000_003, id);
            }
            assertThatThrownBy(() -> table.register(5)).isInstanceOf(SegmentException.class)
                    .hasMessageContaining("3072 producer ids");
            table.register(1_000_003);
            for (long id = 1; id <= ProducerTable.MAX_PRODUCERS; id++) {
                assertThat(table.last(id * 1_000_003)).isEqualTo(id);
            }
        }
    }

    @Test
    void aFileThatItsCreatorDidNotFinishIsFinished() throws IOException {
        Files.createFile(file());
        try (ProducerTable table = ProducerTable.open(file(), EGRESS)) {
            assertThat(table.last(1)).isZero();
        }
        try (ProducerTable table = ProducerTable.open(file(), EGRESS)) {
            table.register(1);
        }
    }

    @Test
    void theTableOfARemovedTopicIsEmptied() {
        try (ProducerTable table = ProducerTable.open(file(), EGRESS)) {
            table.register(7);
            table.record(7, 3);
        }
        try (ProducerTable table = ProducerTable.open(file(), new UUID(1, 3))) {
            assertThat(table.last(7)).isZero();
        }
        try (ProducerTable table = ProducerTable.open(file(), new UUID(1, 3))) {
            table.register(8);
            table.record(8, 1);
            assertThat(table.last(8)).isEqualTo(1);
        }
    }

    @Test
    void aForeignFileIsRefused() throws IOException {
        byte[] foreign = new byte[4096 + 65536];
        foreign[3] = 1;
        Files.write(file(), foreign);
        assertThatThrownBy(() -> ProducerTable.open(file(), EGRESS)).isInstanceOf(SegmentException.class)
                .hasMessageContaining("t@ids");
    }
}
