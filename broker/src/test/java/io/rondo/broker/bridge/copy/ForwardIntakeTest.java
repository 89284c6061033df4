package io.rondo.broker.bridge.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.health.Health;
import io.rondo.broker.sequencer.CopyIdentity;
import io.rondo.broker.sequencer.SequencerLog;
import io.rondo.broker.sequencer.TopicLogSource;
import io.rondo.broker.sequencer.Topics;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.Buffers;
import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import io.rondo.core.segment.SegmentSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a home takes of one copy, with a topic without a log. */
@Timeout(300)
class ForwardIntakeTest {
    private static final String TOPIC = "t";
    private static final SegmentSpec SPEC = SegmentSpec.builder().topic(true).sequenced(0).capacity(4096).build();
    private static final long COPY = CopyIdentity.FIRST_ID + 5;
    private static final int MOST_IDS = 3072;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Rondo rondo;
    private Topics topics;
    private IngressWriter writer;
    private ForwardIntake intake;

    private static final class NoLogs implements TopicLogSource {
        @Override
        public SequencerLog open(TopicRequest request, boolean exists) {
            return SequencerLog.NONE;
        }

        @Override
        public boolean isRecorded(String topic) {
            return false;
        }

        @Override
        public List<TopicRequest> topics() {
            return List.of();
        }
    }

    @BeforeEach
    void start() {
        RondoConfig config = RondoConfig.builder().directory(directory).build();
        SharedMemory memory = SharedMemory.open(config);
        topics = new Topics(memory.store(), new NoLogs(), TopicRules.DEFAULTS, System::nanoTime, 1, 0, new Health());
        topics.open(new TopicRequest(TOPIC, SPEC, Durability.MEMORY));
        rondo = Rondo.connect(config);
        writer = new IngressWriter(TOPIC, topics, memory, _ -> {});
        intake = new ForwardIntake(COPY, writer, () -> 0);
    }

    @AfterEach
    void end() {
        rondo.close();
        writer.close();
        topics.close();
    }

    /** Publishes more than the egress takes while a subscriber does not read, so that messages stay in the ingress. */
    private SequencedSubscriber stall() {
        SequencedSubscriber subscriber = rondo.sequencedTopic(TOPIC).from(StartPosition.earliest()).subscriber();
        for (int i = 0; i < 100; i++) {
            Watchdog.await("room", () -> writer.tryPublish(0, 0, Buffers.allocate(Long.BYTES), 0, Long.BYTES));
        }
        return subscriber;
    }

    @Test
    void sessionsThatFollowEachOtherWhileTheIngressStallsWaitForOneRegistration() {
        SequencedSubscriber subscriber = stall();
        intake.ask(1, 0);
        CompletableFuture<Long> first = writer.register(COPY);
        for (long session = 2; session <= 20; session++) {
            intake.end();
            intake.ask(session, 0);
            assertThat(writer.register(COPY)).isSameAs(first).isNotDone();
            assertThat(intake.progress()).isFalse();
        }
        Watchdog.await("the session", () -> {
            subscriber.poll((_, _, _, _, _) -> {}, 100);
            return intake.progress();
        });

        assertThat(intake.session()).isEqualTo(20);
        assertThat(intake.lastNumber()).isZero();
        assertThat(writer.register(COPY)).isNotSameAs(first);
    }

    @Test
    void registrationsThatArePendingAtTheEndAreCancelled() {
        stall();
        CompletableFuture<Long> pending = writer.register(COPY);
        writer.close();

        assertThat(pending).isCancelled();
    }

    @Test
    void aSessionOfWhichTheRegistrationFailedIsRefusedAlsoIfAnotherCopyHasSeenTheFailure() {
        for (long id = 1; id <= MOST_IDS; id++) {
            topics.register(TOPIC, id);
        }
        intake.ask(1, 0);
        Watchdog.await("the failure", () -> isRefused(COPY));
        topics.close();

        assertThatThrownBy(intake::progress).isInstanceOf(RefusedForwardException.class)
                .hasMessageContaining("producer id " + COPY + " cannot be registered: the topic has 3072 producer ids");
        assertThat(intake.session()).isZero();
    }

    private boolean isRefused(long producerId) {
        try {
            writer.isRegistered(producerId);
            return false;
        } catch (RefusedForwardException e) {
            return true;
        }
    }

    @Test
    void aMessageThatIsLongerThanTheLimitOfTheTopicIsRefused() {
        int length = writer.maxMessageLength() + 1;

        assertThatThrownBy(() -> writer.tryPublish(COPY, 1, Buffers.allocate(length), 0, length))
                .isInstanceOf(RefusedForwardException.class).hasMessageContaining("a message of " + length + " bytes")
                .hasMessageContaining("another program sends on the streams");
    }
}
