package io.rondo.broker;

import io.rondo.broker.access.AccessControl;
import io.rondo.broker.access.Right;
import io.rondo.broker.bridge.Bridges;
import io.rondo.broker.bridge.copy.CopyLinks;
import io.rondo.broker.control.ControlServer;
import io.rondo.broker.control.RequestCounts;
import io.rondo.broker.health.BrokerState;
import io.rondo.broker.health.Health;
import io.rondo.broker.log.LogDirectories;
import io.rondo.broker.log.storage.LogStorageFactory;
import io.rondo.broker.log.storage.MappedStorage;
import io.rondo.broker.recording.topics.RecordingEnvironment;
import io.rondo.broker.recording.topics.TopicRecordings;
import io.rondo.broker.sequencer.ConfiguredTopics;
import io.rondo.broker.sequencer.TopicRecovery;
import io.rondo.broker.sequencer.Topics;
import io.rondo.broker.sequencer.log.LogThreads;
import io.rondo.broker.sequencer.log.TopicLogs;
import io.rondo.broker.socket.SocketPlace;
import io.rondo.broker.socket.TopicSockets;
import io.rondo.broker.status.BrokerStatus;
import io.rondo.broker.status.StatusJson;
import io.rondo.broker.status.VolumeStatus;
import io.rondo.client.Transport;
import io.rondo.client.sequenced.BrokerFiles;
import io.rondo.client.sequenced.BrokerRequest;
import io.rondo.client.sequenced.NotReadyException;
import io.rondo.client.sequenced.ProducerRequest;
import io.rondo.client.sequenced.SubscribeRequest;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.client.sequenced.UnsubscribeRequest;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.files.SocketDirectory;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.PeerCredentials;
import io.rondo.core.segment.ChannelStore;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * A broker: sequences the topics of one directory. One broker runs in a directory at a time, which a kernel lock ensures.
 * It continues the topics that its predecessor left, however that one ended, and creates further topics when clients ask
 * for them. Its death stops no plain channel. Thread-safe.
 */
public final class Broker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final String OWN_USER = "rw-------";
    /** No channel has a name that begins so. */
    private static final String LOG_LOCK = "@broker.lock";
    private static final double NANOS_PER_SECOND = 1e9;

    private final BrokerFiles files;
    private final BrokerSettings settings;
    private final Health health = new Health();
    private final RequestCounts requests = new RequestCounts();
    private final long startedAt = System.currentTimeMillis();
    private final long startedNanos = System.nanoTime();
    private final List<LockFile> locks = new ArrayList<>();
    private LogThreads logThreads;
    private TopicLogs logs;
    private volatile TopicRecordings recordings;
    /** Null without bridges. */
    private volatile Bridges bridges;
    private volatile Topics topics;
    private volatile AccessControl access;
    /** Null if clients need shared memory. */
    private TopicSockets sockets;
    private final List<ControlServer> controls = new ArrayList<>();
    private Monitoring monitoring;
    private boolean closed;

    private Broker(BrokerFiles files, BrokerSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    /**
     * Starts a broker: takes the locks of both directories, continues the topics that exist, and answers requests. Probes and
     * requests for the status are answered from the first moment, also while logs are recovered.
     *
     * @param settings the settings
     * @return the broker, to be closed
     * @throws io.rondo.client.ChannelInUseException if a broker uses one of the directories
     * @throws IllegalStateException if a JVM flag is missing that the log needs; the message names it
     * @throws io.rondo.client.RondoException if a directory cannot be used, or the broker cannot listen there
     */
    public static Broker start(BrokerSettings settings) {
        return start(settings, MappedStorage::new);
    }

    /** As above, with files of sequenced topics that a test may lose. */
    static Broker start(BrokerSettings settings, LogStorageFactory storages) {
        SharedMemory memory = SharedMemory.open(settings.config());
        Broker broker = new Broker(new BrokerFiles(memory.store().directory().path()), settings);
        try {
            broker.run(memory, storages);
            return broker;
        } catch (RuntimeException | Error e) {
            broker.close();
            throw e;
        }
    }

    private void run(SharedMemory memory, LogStorageFactory storages) {
        ChannelStore store = memory.store();
        locks.add(BrokerLock.take(files.lock(), "RONDO_DIR"));
        locks.add(BrokerLock.take(LogDirectories.create(settings.logs().directory()).resolve(LOG_LOCK),
                "RONDO_LOG_DIR"));
        health.watchdog().start();
        monitoring = Monitoring.open(settings.http(), store, health, this::status, requests);
        logThreads = new LogThreads(health);
        logs = new TopicLogs(store.directory(), settings.logs().copies(settings.bridges().copies()), settings.topics(),
                storages, logThreads, health,
                monitoring.syncTimes());
        LongSupplier clock = new SystemEpochNanoClock()::nanoTime;
        recordings = new TopicRecordings(new RecordingEnvironment(memory, settings.logs(), logThreads, logs::isRecorded,
                clock, health, monitoring.syncTimes()));
        access = new AccessControl((int) SocketDirectory.uid(), settings.topics()::access);
        SocketPlace place = settings.config().transport() == Transport.SHM
                ? null
                : SocketPlace.of(settings.config(), files.directory(), settings.topics().allowOtherUsers());
        boolean otherDirectory = place != null && !place.directory().equals(files.directory());
        if (otherDirectory) {
            locks.add(BrokerLock.take(new BrokerFiles(place.directory()).lock(), "RONDO_SOCKET_DIR"));
        }
        topics = new Topics(store, logs, settings.topics(), clock, settings.topicsPerThread(), settings.drainNanos(),
                health);
        if (place != null) {
            sockets = new TopicSockets(memory, settings.config(), access, place);
            sockets.topics(topics);
            topics.connections(sockets);
        }
        listen(files.socket(), OWN_USER);
        if (otherDirectory) {
            listen(new BrokerFiles(place.directory()).socket(), place.mode());
        }
        TopicRecovery recovery = new TopicRecovery(store, logs, topics, health);
        recovery.recover();
        new ConfiguredTopics(store, settings.topics(), topics).create();
        health.state(BrokerState.RUNNING);
        recordings.rules(settings.recordings());
        if (!settings.bridges().bridges().isEmpty()) {
            bridges = new Bridges(settings.bridges(), settings.config(), memory, new CopyLinks(topics, memory, clock),
                    health);
        }
        if (recovery.retryWithoutSpace()) {
            Thread.ofVirtual().name("rondo-broker-retry").start(() -> continueWithoutSpace(recovery));
        }
    }

    private void listen(Path socket, String mode) {
        controls.add(ControlServer.open(socket, mode, this::execute, this::statusFor, requests));
    }

    private String statusFor(PeerCredentials client) {
        access.requireOwner(client.uid());
        return StatusJson.line(status());
    }

    /** A disk that was full when the broker started may have space later. */
    private static void continueWithoutSpace(TopicRecovery recovery) {
        try {
            do {
                TimeUnit.SECONDS.sleep(1);
            } while (recovery.retryWithoutSpace());
        } catch (InterruptedException e) {
            // Nothing interrupts this thread.
        }
    }

    private long execute(BrokerRequest request, PeerCredentials client) {
        requireRunning();
        access.require(request.topic(), needed(request), client.uid(), client.gids());
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

    private void requireRunning() {
        BrokerState state = health.state();
        if (state != BrokerState.RUNNING) {
            throw new NotReadyException("the broker is " + state.name().toLowerCase(Locale.ROOT));
        }
    }

    private static Set<Right> needed(BrokerRequest request) {
        return switch (request) {
            case TopicRequest _ -> EnumSet.allOf(Right.class);
            case ProducerRequest _ -> EnumSet.of(Right.PUBLISH);
            case SubscribeRequest _,UnsubscribeRequest _ -> EnumSet.of(Right.SUBSCRIBE);
        };
    }

    /**
     * Changes what can change while the broker runs: what logs keep, which plain topics are recorded, and which users have
     * rights. Ends the connections of users that have lost a right. Everything else stays as it was at the start.
     *
     * @param changed the new settings
     */
    public void reload(BrokerSettings changed) {
        logs.rules(changed.topics());
        recordings.rules(changed.recordings());
        access.rules(changed.topics()::access);
        if (sockets != null) {
            sockets.checkAccess();
            if (changed.topics().allowOtherUsers() && !sockets.allUsers()) {
                LOG.log(Level.WARNING, "other users have rights to topics now and cannot connect: the broker started"
                        + " without such rights, and its sockets are open to its own user alone; start it again");
            }
        }
    }

    /** Returns the directory of the channels. */
    public Path directory() {
        return files.directory();
    }

    /** Returns the number of topics that it sequences now. */
    public int topics() {
        return topics.count();
    }

    /** Returns the address of the HTTP endpoint; null if there is none. */
    public InetSocketAddress httpAddress() {
        return monitoring.address();
    }

    /** Returns the broker as it is now. */
    public BrokerStatus status() {
        Topics now = topics;
        TopicRecordings recorded = recordings;
        Bridges bridged = bridges;
        AccessControl control = access;
        String version = Broker.class.getPackage().getImplementationVersion();
        return new BrokerStatus(version == null ? "unknown" : version, ProcessHandle.current().pid(), health.state(),
                health.isLive(), health.isReady(), startedAt, (System.nanoTime() - startedNanos) / NANOS_PER_SECOND,
                VolumeStatus.of(files.directory()), VolumeStatus.of(settings.logs().directory()),
                health.recovery().now(), control == null ? 0 : control.denials(),
                now == null ? List.of() : now.status(),
                recorded == null ? List.of() : recorded.status(),
                bridged == null ? List.of() : bridged.status(), health.alarms().active());
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
        health.state(BrokerState.ENDING);
        try {
            if (bridges != null) {
                bridges.close();
            }
            if (topics != null) {
                topics.close();
            }
            controls.forEach(ControlServer::close);
            if (sockets != null) {
                sockets.close();
            }
            if (recordings != null) {
                recordings.close();
            }
            if (logThreads != null) {
                logThreads.close();
            }
            if (monitoring != null) {
                monitoring.close();
            }
        } finally {
            health.watchdog().close();
            locks.forEach(LockFile::close);
        }
    }
}
