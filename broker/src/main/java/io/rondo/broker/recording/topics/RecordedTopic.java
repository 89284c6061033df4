package io.rondo.broker.recording.topics;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.recording.Recorder;
import io.rondo.broker.status.RecordingStatus;
import io.rondo.broker.thread.AgentThread;
import io.rondo.client.ChannelRemovedException;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One segment of a plain topic that is to be recorded. A recorder is attached while the topic has other participants, and
 * for a few seconds after: a topic with a participant cannot be removed. Later participants get a recorder again, which
 * continues behind the last recorded message. Thread-safe.
 */
final class RecordedTopic {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** How long a recorder stays attached to a topic without other participants. */
    private static final long STAY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RecordingEnvironment environment;
    private final SegmentObserver observer;
    private final String name;
    /** The rule now; null if the topic is not to be recorded any more. */
    private final Supplier<RecordingRule> rule;
    private final Function<RecordingAgent, AgentThread> starter;
    /** Null before the first recording. */
    private RecordingAgent agent;
    /** Null if no recorder is attached. */
    private AgentThread thread;
    private boolean failedForGood;
    private boolean ended;
    private boolean closed;
    /** When a recording may begin. */
    private long beginAt;
    /** When the recorder was last seen with other participants, or with messages to record. */
    private long neededAt;
    private long lookedAt;

    /**
     * Creates a topic without a recorder.
     *
     * @param environment of all recordings
     * @param observer of the segment; closed with this
     * @param rule for the topic now; gives null if it is not to be recorded any more
     * @param starter starts the thread of a recorder
     */
    RecordedTopic(RecordingEnvironment environment, SegmentObserver observer, Supplier<RecordingRule> rule,
            Function<RecordingAgent, AgentThread> starter) {
        this.environment = environment;
        this.observer = observer;
        this.rule = rule;
        this.starter = starter;
        name = observer.identity().name();
        beginAt = System.nanoTime();
        lookedAt = beginAt;
    }

    /**
     * Starts or ends the recorder, as the state of the topic demands. To be called some times a second.
     *
     * @return whether this is to be kept; otherwise it was closed
     */
    synchronized boolean look() {
        long now = System.nanoTime();
        RecordingRule present = rule.get();
        boolean due = now - lookedAt >= LOOK_NANOS;
        if (due) {
            lookedAt = now;
        }
        if (thread != null && !thread.isRunning()) {
            finished(now);
        }
        if (present == null || due && !observer.isCurrent()) {
            ended = true;
        }
        if (thread == null) {
            if (ended) {
                close();
                return false;
            }
            if (now - beginAt >= 0 && !failedForGood && (agent == null || !agent.hasBegun() || hasParticipants())) {
                begin(present, now);
            }
        } else if (ended || agent.durability() != present.durability() || due && isIdle(now)) {
            thread.end();
        }
        if (due && agent != null) {
            agent.reportGaps();
        }
        return true;
    }

    private void begin(RecordingRule present, long now) {
        agent = new RecordingAgent(environment, observer.identity(), present.durability(), () -> {
            RecordingRule current = rule.get();
            return current == null ? present.retention() : current.retention();
        });
        // If the thread cannot start.
        beginAt = now + RETRY_NANOS;
        thread = starter.apply(agent);
        beginAt = now;
        neededAt = now;
    }

    /** The thread of the recorder has ended. */
    private void finished(long now) {
        Throwable failure = thread.failure();
        thread = null;
        if (failure == null) {
            environment.health().alarms().clear(AlarmKind.NOT_RECORDED, name);
        } else if (!(failure instanceof ChannelRemovedException)) {
            // The log of a recording that has failed is read-only until it is opened by another broker.
            failedForGood = agent.hasBegun();
            beginAt = now + RETRY_NANOS;
            environment.raise(name, "topic " + name + " is not recorded: " + failure.getMessage()
                    + (failedForGood ? "" : "; the broker tries again every 2 s"));
        }
    }

    /** Whether nothing has needed the recorder for a while. Also notes that the recording has begun. */
    private boolean isIdle(long now) {
        if (!agent.hasBegun()) {
            return false;
        }
        environment.health().alarms().clear(AlarmKind.NOT_RECORDED, name);
        // The recorder itself is a consumer.
        if (observer.table().count(Role.PRODUCER) + observer.table().count(Role.CONSUMER) > 1 || lag() > 0) {
            neededAt = now;
        }
        return now - neededAt >= STAY_NANOS;
    }

    private boolean hasParticipants() {
        return isAttached(Role.PRODUCER) || isAttached(Role.CONSUMER);
    }

    /** Without a system call while the topic has no participants. */
    private boolean isAttached(Role role) {
        return observer.table().hasParticipant(role) && observer.table().count(role) > 0;
    }

    /** Returns the name of the topic. */
    String name() {
        return name;
    }

    /** Returns the messages that wait to be recorded; 0 if the segment was overwritten. */
    private long lag() {
        try {
            return Math.max(0, observer.end().messages() - agent.recorder().position());
        } catch (SegmentException | InternalError e) {
            // HotSpot throws the error if the file is truncated while it is mapped.
            return 0;
        }
    }

    /** Returns the recording now; null if none has begun. */
    synchronized RecordingStatus status() {
        if (closed || agent == null || !agent.hasBegun()) {
            return null;
        }
        Recorder recorder = agent.recorder();
        return new RecordingStatus(name, agent.durability(), recorder.recorded(), lag(), agent.log());
    }

    /** Ends the recorder, without waiting for it. */
    synchronized void end() {
        ended = true;
        if (thread != null) {
            thread.end();
        }
    }

    /**
     * Waits for the end of the recorder, and closes this.
     *
     * @param longest the longest wait; 0 to close this only if the recorder has ended
     */
    synchronized void close(Duration longest) {
        if (thread != null && !thread.join(longest)) {
            LOG.log(Level.ERROR, "topic {0}: the recorder does not end", name);
            return;
        }
        close();
    }

    private void close() {
        closed = true;
        observer.close();
        environment.health().alarms().clear(AlarmKind.NOT_RECORDED, name);
    }
}
