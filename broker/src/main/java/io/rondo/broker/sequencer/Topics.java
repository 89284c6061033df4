package io.rondo.broker.sequencer;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Health;
import io.rondo.broker.status.TopicStatus;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Durability;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.client.sequenced.NotReadyException;
import io.rondo.client.sequenced.ProducerRequest;
import io.rondo.client.sequenced.SequencedSpecs;
import io.rondo.client.sequenced.SubscribeRequest;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.client.sequenced.UnsubscribeRequest;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.Remedy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** The sequenced topics of one directory, and the threads that run them. Thread-safe. */
public final class Topics implements AutoCloseable {
    /** Less than clients wait for an answer. */
    private static final long ANSWER_SECONDS = 10;
    /** The time for closing a drained agent, in milliseconds. */
    private static final int CLOSE_MILLIS = 3000;
    private static final String REMOVED = "its segment was removed";
    private static final double NANOS_PER_SECOND = 1e9;

    private final ChannelStore store;
    private final TopicLogSource logs;
    private final TopicRules rules;
    private final LongSupplier clock;
    private final long drainNanos;
    private final int topicsPerAgent;
    private final Health health;
    /** Added to by the holder of this, which may recover a log for long; removed from by agents, which never wait for it. */
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    /** Guarded by this. */
    private final List<SequencerWorker> workers = new ArrayList<>();
    /** Set before the first topic is opened. */
    private TopicConnections connections = TopicConnections.NONE;
    /** Set by the holder of this; read by all. */
    private volatile boolean closed;

    /** A topic and what runs it; the last sequence when it was opened, and that time. */
    private record Running(TopicTask task, SequencerLog log, SequencerWorker worker, long openedSequence,
            long openedAt) {
        TopicStatus status() {
            long sequence = task.sequence();
            long messages = sequence - openedSequence;
            return new TopicStatus(task.topic(), log.durability(), sequence, messages,
                    messages * NANOS_PER_SECOND / Math.max(1, System.nanoTime() - openedAt), log.status(),
                    log.subscriptions());
        }
    }

    /**
     * Creates the registry without topics.
     *
     * @param store the channels of the directory
     * @param logs opens the logs
     * @param rules for the creation of topics
     * @param clock nanoseconds since the epoch
     * @param topicsPerAgent how many topics share a thread, from 1
     * @param drainNanos the longest time for which the end waits until the topics are drained
     * @param health gets alarms, and watches the threads
     */
    public Topics(ChannelStore store, TopicLogSource logs, TopicRules rules, LongSupplier clock, int topicsPerAgent,
            long drainNanos, Health health) {
        this.store = store;
        this.logs = logs;
        this.rules = rules;
        this.clock = clock;
        this.topicsPerAgent = Math.min(topicsPerAgent, SequencerAgent.MAX_SEQUENCERS);
        this.drainNanos = drainNanos;
        this.health = health;
    }

    /** Sets what is told of the topics, before the first is opened. */
    public void connections(TopicConnections told) {
        connections = told;
    }

    /**
     * Opens a topic, and creates it if it does not exist and the rules allow that.
     *
     * @param asked the topic and its properties
     * @throws RondoException if it cannot be opened; the subclass and the message state the reason
     * @throws IllegalArgumentException if the properties do not fit together
     */
    public synchronized void open(TopicRequest asked) {
        requireOpen();
        Running open = running.get(asked.topic());
        if (open != null) {
            SegmentErrors.translating(() -> {
                Identity egress = store.find(asked.topic());
                if (egress == null) {
                    throw new NotReadyException(
                            "topic " + asked.topic() + " was removed and is being closed: ask again");
                }
                egress.requireMatch(SequencedSpecs.egress(asked.properties(), false));
                return null;
            });
            requireDurability(asked, open.log().durability());
            return;
        }
        Identity existing = store.find(asked.topic());
        if (existing != null && !existing.sequenced() && logs.isRecorded(asked.topic())) {
            throw new ChannelMismatchException("topic " + asked.topic() + " is recorded, but a plain "
                    + existing.channelKind() + " has its name: to continue the topic, remove the "
                    + existing.channelKind() + " (rondo rm " + asked.topic()
                    + ") and open the topic again; to keep the "
                    + existing.channelKind() + ", move the topic's log out of the log directory (RONDO_LOG_DIR)");
        }
        boolean exists = existing != null;
        TopicRequest request = exists || logs.isRecorded(asked.topic()) ? asked : complete(asked);
        SequencerLog log = logs.open(request, exists);
        try {
            start(request, log);
        } catch (SegmentException e) {
            log.close();
            throw SegmentErrors.translate(e);
        } catch (RuntimeException | Error e) {
            log.close();
            throw e;
        }
    }

    /** A topic of which only the ingress exists keeps its properties. */
    private TopicRequest complete(TopicRequest asked) {
        TopicRequest complete = rules.complete(asked);
        return store.find(ChannelName.ingress(asked.topic())) == null
                ? complete
                : new TopicRequest(asked.topic(), asked.properties(), complete.durability());
    }

    private static void requireDurability(TopicRequest request, Durability actual) {
        if (request.durability() != null && request.durability() != actual) {
            throw new ChannelMismatchException("topic " + request.topic() + " has durability " + actual
                    + ", but " + request.durability() + " was asked for: "
                    + Remedy.set("durability", actual.name().toLowerCase(Locale.ROOT)) + ", or use another name");
        }
    }

    private void start(TopicRequest request, SequencerLog log) {
        String topic = request.topic();
        TopicSegments segments = TopicSegments.open(store, topic, request.properties(), log);
        TopicTask task;
        SequencerWorker worker;
        try {
            task = log.copy() == null
                    ? new Sequencer(topic, segments, log, clock, health.alarms())
                    : new CopiedTopic(topic, segments, log, health.alarms());
            worker = worker();
            task.onProgress(worker.agent()::wake);
            health.alarms().clear(AlarmKind.NOT_CONTINUED, topic);
            health.alarms().clear(AlarmKind.NOT_SEQUENCED, topic);
            // Before the agent has got the task, which may fail at once.
            running.put(topic, new Running(task, log, worker, task.sequence(), System.nanoTime()));
            connections.opened(topic);
            worker.countTopics(1);
        } catch (RuntimeException | Error e) {
            running.remove(topic);
            segments.close();
            throw e;
        }
        // From here on the agent alone closes the task: its log must not be unmapped while the agent appends. The agent ignores
        // the failure of a task that it does not have, so it gets the task first.
        try {
            worker.agent().add(task);
            segments.watch(store, () -> worker.agent().fail(task, REMOVED));
        } catch (RuntimeException | Error e) {
            worker.agent().fail(task, "its segments cannot be watched: " + e.getMessage());
        }
    }

    /** Returns a thread that takes a further topic. */
    private SequencerWorker worker() {
        for (SequencerWorker worker : workers) {
            if (worker.topics() < topicsPerAgent) {
                return worker;
            }
        }
        SequencerWorker worker = new SequencerWorker(
                new SequencerAgent(health.watchdog().watch("rondo-sequencer-" + workers.size()),
                        drainNanos, this::forget));
        workers.add(worker);
        return worker;
    }

    /**
     * Called by the agent that ran the topic. Without a monitor: another topic that is being opened must not delay the agent.
     * The topic is removed last, so that it is opened again only after the end of the old one was told.
     */
    private void forget(TopicTask failed, String reason) {
        Running entry = running.get(failed.topic());
        if (!reason.equals(REMOVED)) {
            health.alarms().raise(AlarmKind.NOT_SEQUENCED, failed.topic(), true,
                    "topic " + failed.topic() + " is not sequenced any more: " + reason);
        }
        connections.failed(failed.topic());
        entry.worker().countTopics(-1);
        running.remove(failed.topic(), entry);
    }

    /**
     * Registers a producer id, and waits until everything that was published before is confirmed.
     *
     * @param request the topic and the producer id
     * @return the last recorded sequence of the id
     * @throws RondoException if the topic is not open, or is not drained within ten seconds
     */
    public long lastRecorded(ProducerRequest request) {
        return lastRecorded(request.topic(), request.producerId(), ANSWER_SECONDS);
    }

    /**
     * Waits until everything that was published before is confirmed, and registers a producer id.
     *
     * @param topic the name
     * @param producerId from 1; 0 for none
     * @param seconds the longest wait
     * @return the last recorded sequence of the id; 0 without one
     * @throws UnavailableException if the topic is not drained in time
     * @throws RondoException if the topic is not open
     */
    public long lastRecorded(String topic, long producerId, long seconds) {
        CompletableFuture<Long> result = register(topic, producerId);
        try {
            return result.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            result.cancel(false);
            String asked = producerId == 0 ? "" : " for the last sequence of producer id " + producerId;
            throw new UnavailableException("topic " + topic + ": no answer within " + seconds + " s" + asked + ": "
                    + undrained(topic), e);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case SegmentException cause -> SegmentErrors.translate(cause);
                case RondoException cause -> cause;
                default -> new RondoException("topic " + topic + ": " + e.getCause().getMessage(), e);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("the broker is ending", e);
        }
    }

    private String undrained(String topic) {
        Running entry = running.get(topic);
        return entry == null ? "it was closed: open it again" : entry.task().undrained();
    }

    /**
     * Registers a producer id, without waiting.
     *
     * @param topic the name
     * @param producerId from 1; 0 for none
     * @return gets the last recorded sequence of the id when everything that was published before is confirmed
     * @throws RondoException if the topic is not open
     */
    public CompletableFuture<Long> register(String topic, long producerId) {
        Running entry = running(topic);
        CompletableFuture<Long> result = new CompletableFuture<>();
        entry.worker().agent().execute(() -> entry.task().lastRecorded(producerId, result));
        return result;
    }

    /**
     * Returns what is needed to read the log of a topic.
     *
     * @throws RondoException if the topic is not open, or has no log
     */
    public LogFeed feed(String topic) {
        LogFeed feed = running(topic).log().feed();
        if (feed == null) {
            throw new RondoException("topic " + topic + " has no log, which copies need: remove it, and create it with"
                    + " durability os or disk");
        }
        return feed;
    }

    /** Returns whether a topic is open still, with the log that was read. Never waits for a topic that is being opened. */
    public boolean isCurrent(String topic, LogFeed feed) {
        Running entry = running.get(topic);
        return entry != null && entry.log().feed() == feed;
    }

    /**
     * Returns the copy of a topic that another broker sequences.
     *
     * @throws RondoException if the topic is not open, or is sequenced here
     */
    public CopiedTopic copy(String topic) {
        if (running(topic).task() instanceof CopiedTopic copy) {
            return copy;
        }
        throw new RondoException("topic " + topic + " is sequenced here: start the broker again with a bridge that"
                + " receives it");
    }

    /**
     * Creates a durable subscription, unless it exists.
     *
     * @param request the topic and the subscription
     * @return its entry in the table
     * @throws RondoException if the topic is not open or has no log, or the subscription cannot be saved
     */
    public int subscribe(SubscribeRequest request) {
        SequencerLog log = running(request.topic()).log();
        return SegmentErrors.translating(() -> log.subscribe(request.name(), request.first()));
    }

    /**
     * Removes a durable subscription.
     *
     * @param request the topic and the subscription
     * @throws RondoException if there is none, or a live subscriber uses it
     */
    public void unsubscribe(UnsubscribeRequest request) {
        SequencerLog log = running(request.topic()).log();
        SegmentErrors.translating(() -> {
            log.unsubscribe(request.name());
            return null;
        });
    }

    /** Never waits for a topic that is being opened. */
    private Running running(String topic) {
        requireOpen();
        Running entry = running.get(topic);
        if (entry == null) {
            throw new RondoException("topic " + topic + " is not open: open it first");
        }
        return entry;
    }

    /** Returns the number of topics. */
    public int count() {
        return running.size();
    }

    /** Returns the topics by name, as they are now. Never waits for a topic that is being opened. */
    public List<TopicStatus> status() {
        return running.values().stream().map(Running::status).sorted(Comparator.comparing(TopicStatus::topic)).toList();
    }

    private void requireOpen() {
        if (closed) {
            throw new NotReadyException("the broker is ending");
        }
    }

    /** Drains all topics and ends their threads. */
    @Override
    public void close() {
        List<SequencerWorker> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(workers);
        }
        ending.forEach(worker -> worker.agent().stop());
        int patience = (int) TimeUnit.NANOSECONDS.toMillis(drainNanos) + CLOSE_MILLIS;
        ending.forEach(worker -> worker.close(patience));
    }
}
