package io.rondo.perf.competitor;

import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.CloseHelper;

/**
 * A FIFO. Both sides open it for reading and writing, so that neither waits for the other; this is specific to Linux.
 */
final class PipeCompetitor implements Competitor {
    /** Writes up to this length are atomic on Linux (pipe(7), PIPE_BUF). */
    static final int ATOMIC_LENGTH = 4096;

    private static final int OWNER_ONLY = 0600;
    private static final MethodHandle MKFIFO = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("mkfifo"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

    private final CompetitorSettings settings;
    private final Queue<FileChannel> opened = new ConcurrentLinkedQueue<>();

    PipeCompetitor(CompetitorSettings settings) {
        this.settings = settings;
    }

    @Override
    public Sender sender(String channel) {
        return new FrameSender(open(channel));
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        FileChannel pipe = open(channel);
        return new FrameReceiver(settings.point().length(), () -> pipe, reader);
    }

    private FileChannel open(String channel) {
        Path path = settings.directory().resolve(channel);
        try {
            if (makeFifo(path) != 0 && !Files.exists(path)) {
                throw new IOException("mkfifo failed");
            }
            FileChannel pipe = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            opened.add(pipe);
            return pipe;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the pipe " + path, e);
        }
    }

    /** Fails if the other side has created the FIFO. */
    private static int makeFifo(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) MKFIFO.invokeExact(arena.allocateFrom(path.toString()), OWNER_ONLY);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(opened);
    }
}
