package io.rondo.broker.log.storage;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytes;

/** A file with allocated space, mapped at exactly that length: a longer mapping would grow it with holes. */
final class MappedFile implements LogFile {
    private final String name;
    private final MappedBytes bytes;
    private final MemorySegment memory;
    private boolean closed;

    MappedFile(Path path, long length) throws IOException {
        name = path.getFileName().toString();
        bytes = MappedBytes.singleMappedBytes(path.toFile(), length);
        // Written by the appender, closed by the syncer.
        bytes.singleThreadedCheckDisabled(true);
        // Without an arena: the checksum of each record would pay for the check of a shared one.
        memory = MemorySegment.ofAddress(bytes.addressForRead(0)).reinterpret(length);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public BytesStore<?, ?> bytes() {
        return bytes.bytesStore();
    }

    @Override
    public MemorySegment memory() {
        return memory;
    }

    /** As {@code fdatasync(2)}, which also writes the pages that were changed through the mapping. */
    @Override
    public void sync() throws IOException {
        bytes.mappedFile().raf().getChannel().force(false);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            BytesStore<?, ?> store = bytes.bytesStore();
            bytes.releaseLast();
            // Chronicle Bytes 2026.4 keeps one reference to the store of a single mapping, which would never be unmapped.
            if (store.refCount() > 0) {
                store.releaseLast();
            }
        }
    }
}
