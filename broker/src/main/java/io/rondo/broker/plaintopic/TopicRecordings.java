package io.rondo.broker.plaintopic;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.status.RecordingStatus;
import io.rondo.broker.thread.AgentThread;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Identity;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * The plain topics of a directory that a broker records. A thread looks ten times a second for topics that were created,
 * removed or used again. Thread-safe.
 */
public final class TopicRecordings implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final int LOOK_MILLIS = 100;
    /** More than the resolution of a directory's time of modification. */
    private static final long RESOLUTION_MILLIS = 1000;
    private static final Duration CLOSE = Duration.ofSeconds(8);

    private final RecordingEnvironment environment;
    private final ChannelStore store;
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
        this.environment = environment;
        store = environment.memory().store();
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

    private final class Looking implements Agent {
        @Override
        public int doWork() {
            topics.values().removeIf(topic -> !isKept(topic));
            try {
                find();
                environment.health().alarms().clear(AlarmKind.NOT_RECORDED, "");
            } catch (IOException | SegmentException e) {
                environment.raise("", "new topics are not recorded: " + e.getMessage());
            }
            return 0;
        }

        private boolean isKept(RecordedTopic topic) {
            try {
                boolean kept = topic.look();
                // Another segment may have the name.
                listing |= !kept;
                return kept;
            } catch (RuntimeException | InternalError e) {
                // HotSpot throws the error if the file is truncated while it is mapped.
                environment.raise(topic.name(), "topic " + topic.name() + " is not recorded: " + e);
                return true;
            }
        }

        @Override
        public String roleName() {
            return "recordings";
        }
    }

    /** Looks for new topics if the directory may have changed since it was listed. */
    private void find() throws IOException {
        long change = Files.getLastModifiedTime(store.directory().path()).toMillis();
        if (change == modified && listedAt - change > RESOLUTION_MILLIS && !listing) {
            return;
        }
        listing = false;
        modified = change;
        listedAt = System.currentTimeMillis();
        for (String channel : store.directory().channels()) {
            if (!topics.containsKey(channel) && rules.rule(channel) != null) {
                add(channel);
            }
        }
    }

    private void add(String channel) {
        try {
            Identity found = store.find(channel);
            if (found != null && found.kind().isTopic() && !found.sequenced()) {
                topics.put(channel,
                        new RecordedTopic(environment, store.observe(channel), () -> rules.rule(channel)));
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
        if (ending != null) {
            ending.end();
            ending.join();
        }
        topics.values().forEach(RecordedTopic::end);
        try {
            for (RecordedTopic topic : topics.values()) {
                topic.close(CLOSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
