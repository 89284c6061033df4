package io.rondo.broker;

import io.rondo.broker.control.ControlServer;
import io.rondo.broker.sequencer.Topics;
import io.rondo.broker.topiclog.TopicLogs;
import io.rondo.client.sequenced.BrokerFiles;
import io.rondo.client.sequenced.BrokerRequest;
import io.rondo.client.sequenced.ProducerRequest;
import io.rondo.client.sequenced.SubscribeRequest;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.client.sequenced.UnsubscribeRequest;
import io.rondo.client.shm.SharedMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * A broker: sequences the topics of one directory. One broker runs in a directory at a time, which a kernel lock ensures.
 * It continues the topics that its predecessor left, however that one ended, and creates further topics when clients ask
 * for them. Its death stops no plain channel. Thread-safe.
 */
public final class Broker implements AutoCloseable {
    /** No channel has a name that begins so. */
    private static final String LOG_LOCK = "@broker.lock";

    private final BrokerFiles files;
    private final List<BrokerLock> locks = new ArrayList<>();
    private TopicLogs logs;
    private Topics topics;
    private ControlServer control;
    private boolean closed;

    private Broker(BrokerFiles files) {
        this.files = files;
    }

    /**
     * Starts a broker: takes the locks of both directories, continues the topics that exist, and answers requests.
     *
     * @param settings the settings
     * @return the broker, to be closed
     * @throws io.rondo.client.ChannelInUseException if a broker uses one of the directories
     * @throws IllegalStateException if a JVM flag is missing that the log needs; the message names it
     * @throws io.rondo.client.RondoException if a directory cannot be used, or the broker cannot listen there
     */
    public static Broker start(BrokerSettings settings) {
        SharedMemory memory = SharedMemory.open(settings.config());
        Broker broker = new Broker(new BrokerFiles(memory.store().directory().path()));
        try {
            broker.run(memory, settings);
            return broker;
        } catch (RuntimeException | Error e) {
            broker.close();
            throw e;
        }
    }

    private void run(SharedMemory memory, BrokerSettings settings) {
        locks.add(BrokerLock.take(files.lock(), "RONDO_DIR"));
        locks.add(BrokerLock.take(LogDirectories.create(settings.logs().directory()).resolve(LOG_LOCK),
                "RONDO_LOG_DIR"));
        logs = new TopicLogs(memory.store().directory(), settings.logs(), settings.topics());
        LongSupplier clock = new SystemEpochNanoClock()::nanoTime;
        topics = new Topics(memory.store(), logs, settings.topics(), clock, settings.topicsPerThread(),
                settings.drainNanos());
        topics.recover();
        topics.createNamed();
        control = ControlServer.open(files.socket(), this::execute);
    }

    private long execute(BrokerRequest request) {
        return switch (request) {
            case TopicRequest topic -> {
                topics.open(topic);
                yield 0;
            }
            case ProducerRequest producer -> topics.lastRecorded(producer);
            case SubscribeRequest subscription -> topics.subscribe(subscription);
            case UnsubscribeRequest subscription -> {
                topics.unsubscribe(subscription);
                yield 0;
            }
        };
    }

    /**
     * Changes what can change while the broker runs: what logs keep. Everything else stays as it was at the start.
     *
     * @param changed the new settings
     */
    public void reload(BrokerSettings changed) {
        logs.rules(changed.topics());
    }

    /** Returns the directory of the channels. */
    public Path directory() {
        return files.directory();
    }

    /** Returns the number of topics that it sequences now. */
    public int topics() {
        return topics.count();
    }

    /**
     * Ends the broker in order: takes no more requests, sequences what was published before, at most for {@link
     * BrokerSettings#drain}, detaches from the topics and releases the lock. What could not be sequenced stays in the
     * topics for the next broker. Idempotent.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (control != null) {
                control.close();
            }
            if (topics != null) {
                topics.close();
            }
            if (logs != null) {
                logs.close();
            }
        } finally {
            locks.forEach(BrokerLock::close);
        }
    }
}
