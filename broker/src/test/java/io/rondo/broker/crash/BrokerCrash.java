package io.rondo.broker.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.Broker;
import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedTopic;
import io.rondo.client.StartPosition;
import io.rondo.client.crash.Crash;
import io.rondo.client.crash.HaltedThreads;
import io.rondo.client.crash.SourceLine;
import io.rondo.client.crash.VictimJvm;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A broker that dies at a step, and the publishers and subscribers of its topic. */
final class BrokerCrash implements Crash {
    private static final int CAPACITY = 4096;
    private static final int PUBLISHERS = 2;
    private static final long PACE_NANOS = 50_000;

    private final BrokerStep step;
    private final String topic;
    private final Path directory;
    private final Rondo rondo;
    private List<Observation> observations;
    private List<Publication> publications;
    /** Whether the topic that the broker creates was opened. */
    private Task<Void> opening;

    /**
     * Connects to a directory.
     *
     * @param topic the name of its topic
     * @param parent in which the crash makes a directory of its own, in shared memory
     * @param files not used
     */
    BrokerCrash(BrokerStep step, String topic, Path parent, Path files) throws IOException {
        this.step = step;
        this.topic = topic;
        directory = Files.createDirectory(parent.resolve(topic));
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
    }

    private SequencedTopic topic() {
        return rondo.sequencedTopic(topic).capacity(CAPACITY).durability(step.durability());
    }

    @Override
    public void halt(VictimJvm jvm) throws Exception {
        if (!step.creates()) {
            // The topic exists before, so that the broker that dies continues it.
            Broker first = Broker.start(BrokerMain.settings(directory));
            topic().publisher().close();
            first.close();
            startEndpoints();
        }
        HaltedThreads broker = jvm.add(directory, topic, BrokerVictim.class).anyThread();
        Runnable action = () -> {};
        if (step.creates()) {
            broker.runTo(BrokerVictim.STARTED, 1);
            action = () -> opening = Task.start(this::open);
        }
        if (step.closes()) {
            broker.runTo(new SourceLine(Class.forName("io.rondo.broker.sequencer.Ingress"), "free",
                    "spaceWaiters.wake()"), 3);
            Files.createFile(directory.resolve(BrokerVictim.CLOSE));
        }
        broker.runTo(step.line(), step.times(), action);
        if (step.after()) {
            broker.runOver(step.line());
        }
    }

    private Void open() {
        try {
            topic().publisher().close();
        } catch (RuntimeException e) {
            // The broker died before it answered, and the client did not find the next one.
        }
        return null;
    }

    private void startEndpoints() {
        observations = List.of(new Observation(topic().subscriber(), PUBLISHERS),
                new Observation(topic().subscriber(), PUBLISHERS));
        publications = List.of(new Publication(topic().publisher(), 1, PACE_NANOS),
                new Publication(topic().publisher(), 2, PACE_NANOS));
    }

    @Override
    public void check() throws Exception {
        Broker next = Broker.start(BrokerMain.settings(directory));
        try {
            if (step.creates()) {
                opening.join();
                startEndpoints();
            }
            checkMessages();
        } finally {
            next.close();
        }
        rondo.close();
        ChannelStore store = new ChannelStore(ChannelDirectory.of(directory, null));
        store.remove(topic);
        assertThat(store.directory().channels()).isEmpty();
    }

    private void checkMessages() throws Exception {
        for (Publication publication : publications) {
            long confirmed = publication.confirmed();
            Watchdog.await("further messages", () -> publication.confirmed() > confirmed + 100);
        }
        List<Long> counts = List.of(publications.get(0).end(), publications.get(1).end());
        assertThat(observations.get(0).join()).isEqualTo(observations.get(1).join());
        for (int i = 0; i < PUBLISHERS; i++) {
            assertThat(observations.getFirst().messages(i + 1)).isEqualTo(counts.get(i));
        }
        if (step.durability() != Durability.MEMORY) {
            Observation late = new Observation(topic().from(StartPosition.earliest()).subscriber(), PUBLISHERS);
            assertThat(late.join()).isEqualTo(observations.getFirst().join());
        }
    }

    @Override
    public void close() {
        rondo.close();
    }

    @Override
    public String toString() {
        return step.toString();
    }
}
