package io.rondo.cli;

import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.SocketObserver;
import io.rondo.core.segment.ChannelStore;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Function;
import java.util.function.Supplier;

/** What commands share: where channels live, the process's streams, and the signal to stop. Confined to one thread. */
public final class CommandContext {
    private final Supplier<RondoConfig> settings;
    private final Function<RondoConfig, Rondo> connector;
    private final ReadableByteChannel in;
    private final OutputStream out;
    private final StopSignal stop;

    CommandContext(Supplier<RondoConfig> settings, Function<RondoConfig, Rondo> connector, ReadableByteChannel in,
            OutputStream out, StopSignal stop) {
        this.settings = settings;
        this.connector = connector;
        this.in = in;
        this.out = out;
        this.stop = stop;
    }

    /** The process's own: an interruptible standard input, and a standard output that reports errors. */
    @SuppressWarnings("resource")
    static CommandContext ofProcess(StopSignal stop) {
        return new CommandContext(RondoConfig::load, Rondo::connect,
                new FileInputStream(FileDescriptor.in).getChannel(),
                new FileOutputStream(FileDescriptor.out), stop);
    }

    /**
     * The settings of this process.
     *
     * @return usually {@link RondoConfig#load()}
     * @throws IllegalArgumentException if a setting is invalid
     */
    public RondoConfig config() {
        return settings.get();
    }

    /**
     * Opens the directory of channels to look at them.
     *
     * @return its store
     * @throws io.rondo.core.RondoException if the directory cannot be used
     */
    public ChannelStore store() {
        return SharedMemory.store(config());
    }

    /**
     * The directory of sockets, to look at them.
     *
     * @return its sockets
     * @throws io.rondo.core.RondoException if the directory cannot be used
     */
    public SocketObserver sockets() {
        return SocketObserver.of(config());
    }

    /**
     * Opens the directory of channels to take part in them.
     *
     * @return the entry, to be closed
     */
    public Rondo connect() {
        return connector.apply(config());
    }

    /**
     * Standard input; a read ends when {@link #stop()} is raised.
     *
     * @return the input
     */
    public ReadableByteChannel in() {
        return in;
    }

    /**
     * Standard output, unbuffered. For data; everything else goes to standard error.
     *
     * @return the output
     */
    public OutputStream out() {
        return out;
    }

    /**
     * The signal to stop.
     *
     * @return the signal
     */
    public StopSignal stop() {
        return stop;
    }
}
