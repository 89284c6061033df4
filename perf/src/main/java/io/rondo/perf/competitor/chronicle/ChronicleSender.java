package io.rondo.perf.competitor.chronicle;

import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Sender;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;

/** Appends documents; back-pressure comes from {@link VolumeClock}, because the queue itself has none. */
final class ChronicleSender implements Sender {
    private final ExcerptAppender appender;
    private final VolumeClock clock;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    ChronicleSender(ExcerptAppender appender, VolumeClock clock) {
        this.appender = appender;
        this.clock = clock;
    }

    @Override
    public boolean trySend(MessageWriter writer, int length) {
        if (!clock.allows(length)) {
            return false;
        }
        try (DocumentContext document = appender.writingDocument()) {
            Bytes<?> bytes = document.wire().bytes();
            view.wrap(bytes.addressForWrite(bytes.writePosition()), length);
            writer.write(view, 0, length);
            bytes.writeSkip(length);
        }
        return true;
    }
}
