package io.rondo.perf.competitor;

import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** An Agrona ring over a mapped file. A new ring is all zeros, so either side may map it first. */
final class AgronaCompetitor implements Competitor {
    private static final int MESSAGE_TYPE = 1;

    private final CompetitorSettings settings;
    private final Function<AtomicBuffer, RingBuffer> ringType;
    private final List<MappedByteBuffer> mapped = new ArrayList<>();

    AgronaCompetitor(CompetitorSettings settings, Function<AtomicBuffer, RingBuffer> ringType) {
        this.settings = settings;
        this.ringType = ringType;
    }

    @Override
    public Sender sender(String channel) {
        return new RingSender(open(channel));
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        RingBuffer ring = open(channel);
        MessageHandler handler = (type, buffer, index, length) -> reader.read(buffer, index, length);
        return () -> ring.read(handler, Receiver.LIMIT);
    }

    private RingBuffer open(String channel) {
        Path file = settings.directory().resolve(channel);
        try (FileChannel opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            long size = settings.ring() + (long) RingBufferDescriptor.TRAILER_LENGTH;
            MappedByteBuffer memory = opened.map(FileChannel.MapMode.READ_WRITE, 0, size);
            mapped.add(memory);
            return ringType.apply(new UnsafeBuffer(memory));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot map " + file, e);
        }
    }

    @Override
    public void close() {
        mapped.forEach(BufferUtil::free);
        mapped.clear();
    }

    private record RingSender(RingBuffer ring) implements Sender {
        @Override
        public boolean trySend(MessageWriter writer, int length) {
            int index = ring.tryClaim(MESSAGE_TYPE, length);
            if (index < 0) {
                return false;
            }
            writer.write(ring.buffer(), index, length);
            ring.commit(index);
            return true;
        }

        @Override
        public boolean trySend(DirectBuffer message, int offset, int length) {
            return ring.write(MESSAGE_TYPE, message, offset, length);
        }
    }
}
