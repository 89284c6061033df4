package io.rondo.cli.runtime;

import io.rondo.client.RondoConfig;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.connect.ChannelRondo;
import io.rondo.client.connect.InternalFiles;
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

/** The resources of a command: settings, standard streams, terminal and stop signal. Confined to one thread. */
public final class CommandContext {
    private final Supplier<RondoConfig> settings;
    private final Function<RondoConfig, ChannelAccess> connector;
    private final ReadableByteChannel in;
    private final OutputStream out;
    private final Terminal terminal;
    private final StopSignal stop;

    /**
     * A context of these parts.
     *
     * @param settings where channels live, and how to reach them
     * @param connector opens channels with these settings
     * @param in standard input
     * @param out standard output
     * @param terminal the terminal the streams lead to
     * @param stop the signal to stop
     */
    public CommandContext(Supplier<RondoConfig> settings, Function<RondoConfig, ChannelAccess> connector,
            ReadableByteChannel in, OutputStream out, Terminal terminal, StopSignal stop) {
        this.settings = settings;
        this.connector = connector;
        this.in = in;
        this.out = out;
        this.terminal = terminal;
        this.stop = stop;
    }

    /** The context of this process: an interruptible standard input, and a standard output that reports errors. */
    @SuppressWarnings("resource")
    public static CommandContext ofProcess(StopSignal stop) {
        return new CommandContext(RondoConfig::load, ChannelRondo::open,
                new FileInputStream(FileDescriptor.in).getChannel(),
                new FileOutputStream(FileDescriptor.out), Terminal.ofProcess(), stop);
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
     * @throws io.rondo.core.SegmentException if the directory cannot be used
     */
    public ChannelStore store() {
        return SharedMemory.store(config());
    }

    /**
     * The directory of sockets, to look at them.
     *
     * @return its sockets
     * @throws io.rondo.client.RondoException if the directory cannot be used
     */
    public SocketObserver sockets() {
        return SocketObserver.of(config());
    }

    /**
     * The internal files of channels, in the directories of segments and of sockets.
     *
     * @return the files
     * @throws io.rondo.client.RondoException if a directory cannot be used
     */
    public InternalFiles internalFiles() {
        return InternalFiles.of(config());
    }

    /**
     * Opens the directory of channels to take part in them.
     *
     * @return the entry, to be closed
     */
    public ChannelAccess connect() {
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
     * The terminal that standard streams lead to.
     *
     * @return the terminal
     */
    public Terminal terminal() {
        return terminal;
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
