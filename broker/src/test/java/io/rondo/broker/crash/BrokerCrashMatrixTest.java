package io.rondo.broker.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.Broker;
import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedTopic;
import io.rondo.client.StartPosition;
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
    private static final String TOPIC_LOG = "io.rondo.broker.topiclog.";
    private static final String LOG = "io.rondo.broker.log.";

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    /**
     * A line at which the broker dies.
     *
     * @param durability of the topic
     * @param line the statement
     * @param times how often it is reached
     * @param after whether the statement is executed
     * @param creates whether the broker creates the topic then
     * @param closes whether the broker is closing then
     */
    record Step(Durability durability, SourceLine line, int times, boolean after, boolean creates, boolean closes) {
        @Override
        public String toString() {
            return durability + ", " + (after ? "after " : "before ") + line + ", " + times + " times";
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
            steps.add(new Step(Durability.MEMORY, new SourceLine(position, "free", snippet), 5, false, false, false));
        }
        for (String snippet : List.of("egress = new Egress(", "table = ProducerTable.open(",
                "ingress = new Ingress(")) {
            creation(steps, Durability.MEMORY, line("TopicSegments", "<init>", snippet));
        }
        creation(steps, Durability.MEMORY,
                line("ProducerTable", "initialise", "Words.setLongRelease(table, 0, MAGIC)"));
        end(steps, Durability.MEMORY, line("SequencerAgent", "onClose", "long deadline = "));
        end(steps, Durability.MEMORY, line("Sequencer", "close", "segments.close()"));
        end(steps, Durability.MEMORY, line("TopicSegments", "close", "ingress.close()"));
        addRecorded(steps);
        return steps;
    }

    /** The steps of a broker that records. */
    private static void addRecorded(List<Step> steps) throws ClassNotFoundException {
        SourceLine append = line(TOPIC_LOG + "TopicLog", "append", "result = writer.append(");
        for (Durability durability : List.of(Durability.OS, Durability.DISK)) {
            for (int times : new int[]{1, 300}) {
                steps.add(new Step(durability, append, times, false, false, false));
                steps.add(new Step(durability, append, times, true, false, false));
            }
            for (String snippet : List.of("file.pad(", "storage.rename(NEXT_INDEX", "storage.rename(NEXT_FILE",
                    "preparer.taken()")) {
                steps.add(new Step(durability, line(LOG + "writer.LogWriter", "nextFile", snippet), 2, false, false,
                        false));
            }
            creation(steps, durability, line(LOG + "recovery.LogRecovery", "create", "commit()"));
            creation(steps, durability, line(TOPIC_LOG + "TopicDirectory", "save", "Files.move("));
            creation(steps, durability, line(TOPIC_LOG + "TopicLogs", "open", "link.set("));
            creation(steps, durability, line("TopicSegments", "<init>", "egress = new Egress("));
            end(steps, durability, line("Sequencer", "close", "segments.close()"));
        }
        steps.add(new Step(Durability.OS, line("Egress", "publish", "published = writer.commit()"), 300, false, false,
                false));
        SourceLine sync = line(LOG + "writer.Syncer", "sync", "progress.setDurable(");
        steps.add(new Step(Durability.DISK, sync, 20, false, false, false));
        steps.add(new Step(Durability.DISK, sync, 20, true, false, false));
        steps.add(new Step(Durability.DISK, line("Egress", "publish", "published = writer.commit()"), 300, false,
                false, false));
        steps.add(new Step(Durability.DISK, line("Sequencer", "publishSynced", "pending.remove()"), 300, false, false,
                false));
        // Before the last mark, which is written unless the file is full.
        end(steps, Durability.DISK, line(LOG + "writer.LogWriter", "close", "file.fits(LogFrames.MARK_LENGTH)"));
    }

    private static void creation(List<Step> steps, Durability durability, SourceLine line) {
        steps.add(new Step(durability, line, 1, false, true, false));
    }

    private static void end(List<Step> steps, Durability durability, SourceLine line) {
        steps.add(new Step(durability, line, 1, false, false, true));
    }

    private static SourceLine line(String type, String method, String snippet) throws ClassNotFoundException {
        return new SourceLine(Class.forName(type.contains(".") ? type : SEQUENCER + type), method, snippet);
    }

    private static void work(List<Step> steps, int times, String type, String method, String snippet)
            throws ClassNotFoundException {
        steps.add(new Step(Durability.MEMORY, line(type, method, snippet), times, false, false, false));
    }

    private static void both(List<Step> steps, int times, String type, String method, String snippet)
            throws ClassNotFoundException {
        work(steps, times, type, method, snippet);
        steps.add(new Step(Durability.MEMORY, line(type, method, snippet), times, true, false, false));
    }

    private SequencedTopic topic(Rondo rondo, Durability durability) {
        return rondo.sequencedTopic(TOPIC).capacity(CAPACITY).durability(durability);
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
                Broker first = Broker.start(BrokerMain.settings(directory));
                topic(rondo, step.durability()).publisher().close();
                first.close();
            }
            Broker[] next = new Broker[1];
            try {
                if (step.creates()) {
                    next[0] = Broker.start(BrokerMain.settings(directory));
                    run(rondo, step.durability(), () -> {});
                } else {
                    run(rondo, step.durability(), () -> {
                        dieAtWork(step);
                        next[0] = Broker.start(BrokerMain.settings(directory));
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
    private void run(Rondo rondo, Durability durability, Deed deed) throws Exception {
        List<Observation> observations = List.of(new Observation(topic(rondo, durability).subscriber(), PUBLISHERS),
                new Observation(topic(rondo, durability).subscriber(), PUBLISHERS));
        List<Publication> publications = List.of(new Publication(topic(rondo, durability).publisher(), 1, PACE_NANOS),
                new Publication(topic(rondo, durability).publisher(), 2, PACE_NANOS));
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
        if (durability != Durability.MEMORY) {
            Observation late = new Observation(topic(rondo, durability).from(StartPosition.earliest()).subscriber(),
                    PUBLISHERS);
            assertThat(late.join()).isEqualTo(observations.getFirst().join());
        }
    }

    private void dieAtWork(Step step) throws Exception {
        try (HaltedJvm child = HaltedJvm.startWith(BrokerMain.JVMS, directory, BrokerMain.class)) {
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
        try (HaltedJvm child = HaltedJvm.startWith(BrokerMain.JVMS, directory, BrokerMain.class)) {
            child.runTo(new SourceLine(BrokerMain.class, "main", "Scanner input"), 1);
            Task<Boolean> opening = Task.start(() -> {
                try {
                    topic(rondo, step.durability()).publisher().close();
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
