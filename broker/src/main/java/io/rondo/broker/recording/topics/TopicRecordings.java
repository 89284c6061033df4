package io.rondo.broker.recording.topics;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.DutyCycles;
import io.rondo.broker.status.RecordingStatus;
import io.rondo.broker.thread.AgentThread;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Identity;
import io.rondo.core.wait.Deadline;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * The plain topics of a directory that a broker records. A thread looks ten times a second for topics that were created,
 * removed or used again. Thread-safe.
 */
public final class TopicRecordings implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final String ROLE = "recordings";
    private static final int LOOK_MILLIS = 100;
    /** More than the resolution of a directory's time of modification. */
    private static final long RESOLUTION_MILLIS = 1000;
    /** The longest wait for the ends of all recorders together. */
    private static final Duration CLOSE = Duration.ofSeconds(8);

    private final RecordingEnvironment environment;
    private final Function<RecordingAgent, AgentThread> starter;
    private final ChannelStore store;
    private final DutyCycles cycles;
    /** Changed by the thread that looks. */
    private final Map<String, RecordedTopic> topics = new ConcurrentHashMap<>();
    private volatile RecordingRules rules = RecordingRules.NONE;
    /** Whether the directory is to be listed although it has not changed. */
    private volatile boolean listing;
    private long modified;
    private long listedAt;
    /** Null before the first rule. Guarded by this. */
    private AgentThread looking;
    /** Guarded by this. */
    private boolean closed;

    /**
     * Creates recordings without rules.
     *
     * @param environment what all recordings use
     */
    public TopicRecordings(RecordingEnvironment environment) {
        this(environment, agent -> new AgentThread(agent, agent));
    }

    /** As above, with threads of the recorders that a test may refuse. */
    TopicRecordings(RecordingEnvironment environment, Function<RecordingAgent, AgentThread> starter) {
        this.environment = environment;
        this.starter = starter;
        store = environment.memory().store();
        cycles = environment.health().watchdog().watch("rondo-" + ROLE);
    }

    /**
     * Changes which topics are recorded, and what their logs keep. Recordings without a rule end, others begin, soon.
     *
     * @param changed the new rules
     */
    public synchronized void rules(RecordingRules changed) {
        rules = changed;
        listing = true;
        if (looking == null && !closed && !changed.rules().isEmpty()) {
            looking = new AgentThread(new Looking(), new SleepingMillisIdleStrategy(LOOK_MILLIS));
        }
    }

    /** A failure of one topic does not end it: the others are looked at. */
    private final class Looking implements Agent {
        @Override
        public void onStart() {
            cycles.begin();
        }

        @Override
        public int doWork() {
            cycles.increment();
            topics.values().removeIf(topic -> !isKept(topic));
            String failure;
            try {
                failure = find();
            } catch (IOException | SegmentException e) {
                failure = e.getMessage();
            }
            if (failure == null) {
                environment.health().alarms().clear(AlarmKind.NOT_RECORDED, "");
            } else {
                listing = true;
                environment.raise("", "new topics are not recorded: " + failure);
            }
            return 0;
        }

        private boolean isKept(RecordedTopic topic) {
            try {
                boolean kept = topic.look();
                // Another segment may have the name.
                listing |= !kept;
                return kept;
            } catch (RuntimeException | Error e) {
                // HotSpot throws InternalError if the file is truncated while it is mapped, and OutOfMemoryError if a thread
                // cannot start.
                environment.raise(topic.name(), "topic " + topic.name() + " is not recorded: " + e);
                return true;
            }
        }

        @Override
        public String roleName() {
            return ROLE;
        }
    }

    /**
     * Looks for new topics if the directory may have changed since it was listed.
     *
     * @return a failure of a topic, which is to be added later; null if there was none
     */
    private String find() throws IOException {
        long change = Files.getLastModifiedTime(store.directory().path()).toMillis();
        if (change == modified && listedAt - change > RESOLUTION_MILLIS && !listing) {
            return null;
        }
        listing = false;
        modified = change;
        listedAt = System.currentTimeMillis();
        String failure = null;
        for (String channel : store.directory().channels()) {
            try {
                if (!topics.containsKey(channel) && rules.rule(channel) != null) {
                    add(channel);
                }
            } catch (RuntimeException | Error e) {
                failure = "channel " + channel + ": " + e;
            }
        }
        return failure;
    }

    private void add(String channel) {
        try {
            Identity found = store.find(channel);
            if (found != null && found.kind().isTopic() && !found.sequenced()) {
                topics.put(channel,
                        new RecordedTopic(environment, store.observe(channel), () -> rules.rule(channel), starter));
            }
        } catch (SegmentException e) {
            // It was removed meanwhile, or is no segment: rondo ls shows the reason.
            LOG.log(Level.DEBUG, "channel {0} is not recorded: {1}", channel, e.getMessage());
        }
    }

    /** Returns the recordings by name, as they are now. */
    public List<RecordingStatus> status() {
        return topics.values().stream().map(RecordedTopic::status).filter(Objects::nonNull)
                .sorted(Comparator.comparing(RecordingStatus::topic)).toList();
    }

    /** Records what was published before, for at most a second, and ends all recordings. */
    @Override
    public void close() {
        AgentThread ending;
        synchronized (this) {
            closed = true;
            ending = looking;
        }
        // Before its end: the watchdog is to see only a death.
        cycles.end();
        if (ending != null) {
            ending.end();
            ending.join();
        }
        topics.values().forEach(RecordedTopic::end);
        long deadline = Deadline.after(CLOSE);
        for (RecordedTopic topic : topics.values()) {
            topic.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }
}
