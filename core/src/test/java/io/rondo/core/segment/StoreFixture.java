package io.rondo.core.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.ChannelForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A store in a test's directory. */
final class StoreFixture {
    static final SegmentSpec ANY = SegmentSpec.builder().build();
    static final SegmentSpec QUEUE = small().build();
    static final SegmentSpec SINGLE = small().singleProducer(true).build();
    static final SegmentSpec TOPIC = small().topic(true).build();
    static final SegmentSpec WORK = small().form(ChannelForm.WORK_QUEUE).build();
    static final SegmentSpec EPHEMERAL = small().ephemeral(true).build();

    private StoreFixture() {}

    static SegmentSpec.Builder small() {
        return SegmentSpec.builder().capacity(SegmentSpec.MIN_CAPACITY);
    }

    static ChannelStore store(Path directory) {
        return new ChannelStore(ChannelDirectory.of(directory, null));
    }

    static List<String> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assertFiles(Path directory, String... names) {
        assertThat(files(directory)).containsExactly(names);
    }
}
