package io.rondo.perf.competitor.chronicle;

import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/** Chronicle Queue, one queue per channel. Messages are written and read in place, in documents of plain bytes. */
public final class ChronicleCompetitor implements Competitor {
    private static final int BLOCK_SIZE = 64 << 20;

    private final Path directory;
    private final int index;
    private final int readers;
    private final List<ChronicleQueue> queues = new ArrayList<>();

    /** Queues in a directory, each with one reader. */
    public ChronicleCompetitor(Path directory) {
        this(directory, 0, 1);
    }

    /** Queues in a directory, each with several readers, of which this process is number {@code index}. */
    public ChronicleCompetitor(Path directory, int index, int readers) {
        this.directory = directory;
        this.index = index;
        this.readers = readers;
    }

    /** Chronicle Queue has no consumers that compete: a named tailer is for one process at a time. */
    @Override
    public boolean competes() {
        return false;
    }

    @Override
    public Sender sender(String channel) {
        VolumeClock clock = new VolumeClock(directory.resolve(channel));
        ChronicleQueue queue = builder(channel).timeProvider(clock).build();
        queues.add(queue);
        return new ChronicleSender(queue.createAppender(), clock);
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        ChronicleQueue queue = builder(channel).storeFileListener(new DeleteWhenRead(index, readers)).build();
        queues.add(queue);
        ExcerptTailer tailer = queue.createTailer();
        UnsafeBuffer view = new UnsafeBuffer(0, 0);
        return () -> {
            int messages = 0;
            while (messages < Receiver.LIMIT && read(tailer, view, reader)) {
                messages++;
            }
            return messages;
        };
    }

    private static boolean read(ExcerptTailer tailer, UnsafeBuffer view, MessageReader reader) {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            Bytes<?> bytes = document.wire().bytes();
            int length = (int) bytes.readRemaining();
            view.wrap(bytes.addressForRead(bytes.readPosition()), length);
            reader.read(view, 0, length);
            return true;
        }
    }

    private SingleChronicleQueueBuilder builder(String channel) {
        return SingleChronicleQueueBuilder.single(directory.resolve(channel).toFile())
                .rollCycle(RollCycles.FAST_HOURLY).blockSize(BLOCK_SIZE);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(queues);
    }
}
