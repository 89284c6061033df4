package io.rondo.broker.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.Broker;
import io.rondo.broker.BrokerSettings;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedTopic;
import io.rondo.client.crash.HaltedJvm;
import io.rondo.client.crash.SourceLine;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The broker dies at each step of what it does; the next broker loses nothing and sequences nothing twice. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class BrokerCrashMatrixTest {
    private static final String TOPIC = "orders";
    private static final int CAPACITY = 4096;
    private static final int PUBLISHERS = 2;
    private static final long PACE_NANOS = 50_000;
    private static final String SEQUENCER = "io.rondo.broker.sequencer.";

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    /**
     * A line at which the broker dies.
     *
     * @param line the statement
     * @param times how often it is reached
     * @param after whether the statement is executed
     * @param creates whether the broker creates the topic then
     * @param closes whether the broker is closing then
     */
    record Step(SourceLine line, int times, boolean after, boolean creates, boolean closes) {
        @Override
        public String toString() {
            return (after ? "after " : "before ") + line + ", " + times + " times";
        }
    }

    static List<Step> steps() throws ClassNotFoundException {
        List<Step> steps = new ArrayList<>();
        for (int times : new int[]{1, 70}) {
            work(steps, times, "Sequencer", "onRecord", "long producerId = ");
            work(steps, times, "Sequencer", "onRecord", "long at = timestamp()");
            both(steps, times, "Egress", "publish", "published = writer.commit()");
            work(steps, times, "Sequencer", "onRecord", "if (producerId > 0) {");
            both(steps, times, "Ingress", "free", "consumerPosition.confirm(freed, to)");
            work(steps, times, "Ingress", "free", "spaceWaiters.wake()");
        }
        Class<?> position = Class.forName("io.rondo.core.ring.reader.QueueConsumerPosition");
        for (String snippet : List.of("RawWords.zero(", "setLongRelease(head")) {
            steps.add(new Step(new SourceLine(position, "free", snippet), 5, false, false, false));
        }
        for (String snippet : List.of("egress = new Egress(", "table = ProducerTable.open(",
                "ingress = new Ingress(")) {
            steps.add(new Step(line("TopicSegments", "<init>", snippet), 1, false, true, false));
        }
        steps.add(new Step(line("ProducerTable", "initialise", "Words.setLongRelease(table, 0, MAGIC)"), 1, false, true,
                false));
        steps.add(new Step(line("SequencerAgent", "onClose", "long deadline = "), 1, true, false, true));
        steps.add(new Step(line("Sequencer", "close", "segments.close()"), 1, false, false, true));
        steps.add(new Step(line("TopicSegments", "close", "ingress.close()"), 1, false, false, true));
        return steps;
    }

    private static SourceLine line(String type, String method, String snippet) throws ClassNotFoundException {
        return new SourceLine(Class.forName(SEQUENCER + type), method, snippet);
    }

    private static void work(List<Step> steps, int times, String type, String method, String snippet)
            throws ClassNotFoundException {
        steps.add(new Step(line(type, method, snippet), times, false, false, false));
    }

    private static void both(List<Step> steps, int times, String type, String method, String snippet)
            throws ClassNotFoundException {
        work(steps, times, type, method, snippet);
        steps.add(new Step(line(type, method, snippet), times, true, false, false));
    }

    private SequencedTopic topic(Rondo rondo) {
        return rondo.sequencedTopic(TOPIC).capacity(CAPACITY);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void theNextBrokerContinuesWithoutALossOrADuplicate(Step step) throws Exception {
        RondoConfig config = RondoConfig.builder().directory(directory).build();
        try (Rondo rondo = Rondo.connect(config)) {
            if (step.creates()) {
                dieWhileCreating(step, rondo);
            } else {
                // The topic exists before, so that the child continues it.
                Broker first = Broker.start(BrokerSettings.of(config));
                topic(rondo).publisher().close();
                first.close();
            }
            Broker[] next = new Broker[1];
            try {
                if (step.creates()) {
                    next[0] = Broker.start(BrokerSettings.of(config));
                    run(rondo, () -> {});
                } else {
                    run(rondo, () -> {
                        dieAtWork(step);
                        next[0] = Broker.start(BrokerSettings.of(config));
                    });
                }
            } finally {
                if (next[0] != null) {
                    next[0].close();
                }
            }
        }
        ChannelStore store = new ChannelStore(ChannelDirectory.of(directory, null));
        store.remove(TOPIC);
        assertThat(store.directory().channels()).isEmpty();
    }

    private interface Deed {
        void run() throws Exception;
    }

    /** Publishes and subscribes while the deed is done, and checks what arrives. */
    private void run(Rondo rondo, Deed deed) throws Exception {
        List<Observation> observations = List.of(new Observation(topic(rondo).subscriber(), PUBLISHERS),
                new Observation(topic(rondo).subscriber(), PUBLISHERS));
        List<Publication> publications = List.of(new Publication(topic(rondo).publisher(), 1, PACE_NANOS),
                new Publication(topic(rondo).publisher(), 2, PACE_NANOS));
        deed.run();
        for (Publication publication : publications) {
            long confirmed = publication.confirmed();
            Watchdog.await("further messages", () -> publication.confirmed() > confirmed + 100);
        }
        List<Long> counts = List.of(publications.get(0).end(), publications.get(1).end());
        assertThat(observations.get(0).join()).isEqualTo(observations.get(1).join());
        for (int i = 0; i < PUBLISHERS; i++) {
            assertThat(observations.getFirst().messages(i + 1)).isEqualTo(counts.get(i));
        }
    }

    private void dieAtWork(Step step) throws Exception {
        try (HaltedJvm child = HaltedJvm.start(directory, BrokerMain.class)) {
            if (step.closes()) {
                child.runTo(line("Ingress", "free", "spaceWaiters.wake()"), 3);
                child.child().send("close");
            }
            child.runTo(step.line(), step.times());
            if (step.after()) {
                child.runOver(step.line());
            }
            child.kill();
        }
    }

    private void dieWhileCreating(Step step, Rondo rondo) throws Exception {
        try (HaltedJvm child = HaltedJvm.start(directory, BrokerMain.class)) {
            child.runTo(new SourceLine(BrokerMain.class, "main", "Scanner input"), 1);
            Task<Boolean> opening = Task.start(() -> {
                try {
                    topic(rondo).publisher().close();
                    return true;
                } catch (RuntimeException e) {
                    return false;
                }
            });
            child.runTo(step.line(), step.times());
            child.kill();
            assertThat(opening.join()).isFalse();
        }
    }
}
