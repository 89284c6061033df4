package io.rondo.broker;

import io.rondo.broker.control.ControlServer;
import io.rondo.broker.sequencer.Topics;
import io.rondo.client.sequenced.BrokerFiles;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.client.shm.SharedMemory;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * A broker: sequences the topics of one directory. One broker runs in a directory at a time, which a kernel lock ensures.
 * It continues the topics that its predecessor left, however that one ended, and creates further topics when clients ask
 * for them. Its death stops no plain channel. Thread-safe.
 */
public final class Broker implements AutoCloseable {
    private final BrokerFiles files;
    private final BrokerLock lock;
    private final Topics topics;
    private ControlServer control;
    private boolean closed;

    private Broker(BrokerFiles files, BrokerLock lock, Topics topics) {
        this.files = files;
        this.lock = lock;
        this.topics = topics;
    }

    /**
     * Starts a broker: takes the lock of the directory, continues the topics that exist, and answers requests.
     *
     * @param settings the settings
     * @return the broker, to be closed
     * @throws io.rondo.client.ChannelInUseException if a broker runs in the directory
     * @throws io.rondo.client.RondoException if the directory cannot be used, or the broker cannot listen there
     */
    public static Broker start(BrokerSettings settings) {
        SharedMemory memory = SharedMemory.open(settings.config());
        BrokerFiles files = new BrokerFiles(memory.store().directory().path());
        BrokerLock lock = BrokerLock.take(files);
        LongSupplier clock = new SystemEpochNanoClock()::nanoTime;
        Broker broker = new Broker(files, lock, new Topics(memory.store(), Topics.LogSource.NONE, clock,
                settings.topicsPerThread(), settings.drainNanos()));
        try {
            broker.topics.recover();
            broker.listen();
            return broker;
        } catch (RuntimeException | Error e) {
            broker.close();
            throw e;
        }
    }

    private void listen() {
        control = ControlServer.open(files.socket(), this::execute);
    }

    private long execute(TopicRequest request) {
        if (request.producerId() != 0) {
            return topics.lastRecorded(request);
        }
        topics.open(request);
        return 0;
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
            topics.close();
        } finally {
            lock.close();
        }
    }
}
