package io.rondo.broker.socket;

import io.rondo.broker.access.AccessControl;
import io.rondo.broker.sequencer.TopicConnections;
import io.rondo.broker.sequencer.Topics;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.SocketTransport;
import io.rondo.client.socket.connection.SocketEventLoop;
import io.rondo.client.socket.owner.Listener;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.Identity;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** The listeners of a broker's topics. Thread-safe. */
public final class TopicSockets implements TopicConnections, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    /** Nothing waits for connected subscribers: they go on with the next broker. */
    private static final long NO_LINGER = 0;

    private final SharedMemory memory;
    private final SocketTransport sockets;
    private final AccessControl access;
    private final SocketPlace place;
    /** Guarded by this. */
    private final Map<String, Listener> listeners = new HashMap<>();
    /** Set once, before the first topic is opened. */
    private Topics topics;

    /**
     * Creates the sockets of a broker without topics.
     *
     * @param memory the broker's shared memory
     * @param config limits of connections
     * @param access decides about users
     * @param place where it listens
     */
    public TopicSockets(SharedMemory memory, RondoConfig config, AccessControl access, SocketPlace place) {
        this.memory = memory;
        sockets = new SocketTransport(place.directory(), config);
        this.access = access;
        this.place = place;
    }

    /** Sets the topics; called once, before the first is opened. */
    public void topics(Topics of) {
        topics = of;
    }

    /** Returns whether users other than the broker's reach the sockets. */
    public boolean allUsers() {
        return place.allUsers();
    }

    Topics topics() {
        return topics;
    }

    SharedMemory memory() {
        return memory;
    }

    AccessControl access() {
        return access;
    }

    Executor helpers() {
        return SocketEventLoop.helpers();
    }

    /** Listens for a topic. If that fails, the topic is offered over shared memory alone. */
    @Override
    public synchronized void opened(String topic) {
        try {
            Identity egress = memory.store().find(topic);
            Identity ingress = memory.store().find(ChannelName.ingress(topic));
            Listener listener = sockets.listen(topic, new TopicChannel(memory, egress, ingress,
                    accepting -> new TopicAdmission(this, accepting, egress, ingress)), place.allUsers());
            listeners.put(topic, listener);
        } catch (RondoException | SegmentException e) {
            notListening(topic, e.getMessage());
        } catch (RuntimeException | Error e) {
            // For example, no thread can start.
            notListening(topic, e.toString());
        }
    }

    private static void notListening(String topic, String reason) {
        LOG.log(Level.WARNING, "topic {0}: clients without shared memory cannot connect: {1}", topic, reason);
    }

    @Override
    public void failed(String topic) {
        helpers().execute(() -> {
            Listener listener = remove(topic);
            if (listener != null) {
                listener.close(NO_LINGER);
            }
        });
    }

    private synchronized Listener remove(String topic) {
        return listeners.remove(topic);
    }

    /** Ends the sessions of users that have lost a right. */
    public synchronized void checkAccess() {
        listeners.values().forEach(listener -> listener.executor().execute(listener::checkProgress));
    }

    /** Ends all sessions and listeners; publishers learn which of their messages are confirmed. */
    @Override
    public void close() {
        List<Listener> ending;
        synchronized (this) {
            ending = new ArrayList<>(listeners.values());
            listeners.clear();
        }
        ending.forEach(listener -> listener.close(NO_LINGER));
    }
}
