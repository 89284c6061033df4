package io.rondo.core.segment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException;
import io.rondo.core.layout.ChannelForm;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The remedy of a mismatch names the option and the value that match the channel. */
class RemedyTest {
    private static final String END = ", use another name, or remove the channel (rondo rm c)";

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    private void expect(UnaryOperator<SegmentSpec.Builder> created, UnaryOperator<SegmentSpec.Builder> asked,
            String remedy) {
        ChannelStore store = StoreFixture.store(directory);
        store.attach("c", Role.PRODUCER, created.apply(SegmentSpec.builder()).build()).close();
        assertThatThrownBy(() -> store.attach("c", Role.PRODUCER, asked.apply(SegmentSpec.builder()).build()))
                .isInstanceOf(SegmentException.class).hasMessageEndingWith(": " + remedy + END);
        store.remove("c");
    }

    @Test
    void aValueThatDiffersIsNamedWithItsOption() {
        expect(spec -> spec.capacity(8192), spec -> spec.capacity(4096),
                "set capacity (--capacity) to 8192 or leave it unset");
        expect(spec -> spec.maxMessageLength(100), spec -> spec.maxMessageLength(200),
                "set max message length (--max-message) to 100 or leave it unset");
        expect(spec -> spec.service(true).headerLength(24).maxMessageLength(100),
                spec -> spec.service(true).headerLength(24).maxMessageLength(200),
                "set max message length (--max-message) to 100 or leave it unset");
        expect(spec -> spec.maxParticipants(3), spec -> spec.maxParticipants(4),
                "set max participants (maxParticipants) to 3 or leave it unset");
        expect(spec -> spec.schema(7, 1), spec -> spec.schema(8, 1),
                "set schema id (--schema) to 7 or leave it unset");
        expect(spec -> spec.fileMode(0600), spec -> spec.fileMode(0660),
                "set file mode (--file-mode) to 0600 or leave it unset");
        expect(spec -> spec.form(ChannelForm.TOPIC), spec -> spec.form(ChannelForm.QUEUE),
                "set kind (--kind) to topic or leave it unset");
        expect(spec -> spec.form(ChannelForm.WORK_QUEUE).processingDeadlineMillis(5),
                spec -> spec.form(ChannelForm.WORK_QUEUE).processingDeadlineMillis(6),
                "set processing deadline in ms (--processing-deadline) to 5 or leave it unset");
    }

    @Test
    void aPropertyThatTheChannelLacksIsLeftOut() {
        expect(spec -> spec, spec -> spec.singleProducer(true), "leave single producer (--single-producer) unset");
        expect(spec -> spec, spec -> spec.ephemeral(true), "leave ephemeral (--ephemeral) unset");
        expect(spec -> spec.form(ChannelForm.WORK_QUEUE), spec -> spec.form(ChannelForm.WORK_QUEUE).maxDeliveries(3),
                "leave max deliveries (--max-deliveries) unset");
        expect(spec -> spec.service(true).responders(2), spec -> spec.service(true).maxDeliveries(5),
                "leave idempotent (--idempotent) unset");
    }

    @Test
    void aFlagThatTheChannelHasIsSet() {
        expect(spec -> spec.singleProducer(true), spec -> spec.singleProducer(false),
                "set single producer (--single-producer) to true or leave it unset");
        expect(spec -> spec.service(true).responders(2), spec -> spec.service(true).responders(3),
                "set responders (--responders) to 2 or leave it unset");
    }
}
