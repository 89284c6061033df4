package io.rondo.broker.log.testkit;

import io.rondo.broker.log.storage.LogFile;
import io.rondo.broker.log.storage.LogStorage;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogFileMapping;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;

/**
 * Files in memory that can lose power. It knows what was synced, page by page, and which names were. After
 * {@link #afterPowerLoss} each page that was changed since has its old content, its new content, or a mixture, in any
 * combination; of the changes of names a beginning remains, as a journal keeps it. Names and syncs are thread-safe; a loss of
 * power while another thread writes tears the page that it writes.
 */
public final class FaultyStorage implements LogStorage {
    /** Thrown in place of an operation when the power is lost. */
    public static final class PowerLoss extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PowerLoss() {
            super("power lost", null, false, false);
        }
    }

    private static final int PAGE = 4096;
    private static final int SECTOR = 512;

    private Map<String, Inode> names = new TreeMap<>();
    /** The names after each change since the last sync of the directory, and before the first. */
    private final List<Map<String, Inode>> history = new ArrayList<>();
    private long free = Long.MAX_VALUE / 2;
    private int operationsLeft = Integer.MAX_VALUE;
    private int syncsLeft = Integer.MAX_VALUE;
    private String vanished;
    private volatile CountDownLatch answer = new CountDownLatch(0);

    /** A storage without files. */
    public FaultyStorage() {
        history.add(Map.of());
    }

    /** Memory of a file, and what of it is on the disk. */
    private static final class Inode {
        final MemorySegment memory;
        /** Null if the file was never synced. */
        byte[] durable;

        Inode(byte[] content, boolean synced) {
            memory = Arena.ofAuto().allocate(Math.max(1, content.length), Long.BYTES).asSlice(0, content.length);
            MemorySegment.copy(MemorySegment.ofArray(content), 0, memory, 0, content.length);
            durable = synced ? content : null;
        }

        byte[] content() {
            return memory.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        }
    }

    /** Lists a file that cannot be opened: it was removed after it was listed. */
    public synchronized void vanish(String name) {
        vanished = name;
    }

    /** Bytes that may still be allocated. */
    public void free(long bytes) {
        free = bytes;
    }

    /** Lets each sync fail after a number of them. */
    public void failSyncsAfter(int syncs) {
        syncsLeft = syncs;
    }

    /** Lets the disk answer no sync until {@link #answerSyncs()}. */
    public void hangSyncs() {
        answer = new CountDownLatch(1);
    }

    /** Lets syncs end that wait since {@link #hangSyncs()}. */
    public void answerSyncs() {
        answer.countDown();
    }

    private void awaitAnswer() throws IOException {
        try {
            answer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the disk hangs");
        }
    }

    /** Loses power, with {@link PowerLoss}, in place of the operation that follows after a number of them. */
    public void losePowerAfter(int operations) {
        operationsLeft = operations;
    }

    /** Returns the files as they are after the power was lost. */
    public synchronized FaultyStorage afterPowerLoss(Random random) {
        FaultyStorage after = new FaultyStorage();
        history.get(random.nextInt(history.size()))
                .forEach((name, inode) -> after.names.put(name, new Inode(remaining(inode, random), true)));
        after.history.set(0, Map.copyOf(after.names));
        return after;
    }

    private static byte[] remaining(Inode inode, Random random) {
        byte[] now = inode.content();
        if (inode.durable == null) {
            // Not even the length is certain.
            if (random.nextBoolean()) {
                return new byte[0];
            }
        }
        byte[] remaining = inode.durable == null ? new byte[now.length] : inode.durable.clone();
        for (int page = 0; page < now.length; page += PAGE) {
            int end = Math.min(page + PAGE, now.length);
            switch (random.nextInt(4)) {
                case 0 -> System.arraycopy(now, page, remaining, page, end - page);
                case 1 -> {
                    // The page was written when it had only a part of its records.
                    int torn = random.nextInt(end - page);
                    System.arraycopy(now, page, remaining, page, torn);
                }
                case 2 -> {
                    for (int sector = page; sector < end; sector += SECTOR) {
                        if (random.nextBoolean()) {
                            System.arraycopy(now, sector, remaining, sector, Math.min(SECTOR, end - sector));
                        }
                    }
                }
                default -> {
                    // The page never reached the disk.
                }
            }
        }
        return remaining;
    }

    /** Returns the files as they are after the process died: all that was written is in the page cache. */
    public FaultyStorage afterProcessDeath() {
        FaultyStorage after = new FaultyStorage();
        names.forEach((name, inode) -> after.names.put(name, new Inode(inode.content(), true)));
        after.history.set(0, Map.copyOf(after.names));
        return after;
    }

    /** Returns a file's bytes. */
    public synchronized byte[] content(String name) {
        return names.get(name).content();
    }

    /** Replaces a file's bytes, which are on the disk then. */
    public void replace(String name, byte[] content) {
        names.put(name, new Inode(content, true));
        history.set(0, Map.copyOf(names));
    }

    private void step() {
        if (operationsLeft-- == 0) {
            throw new PowerLoss();
        }
    }

    private void countSync() throws IOException {
        step();
        if (syncsLeft == 0) {
            throw new IOException("injected failure of a sync");
        }
        syncsLeft--;
    }

    @Override
    public synchronized LogFile create(String name, long length) {
        step();
        delete(name);
        if (length > free) {
            throw new LogException(Reason.NO_SPACE, "no space for " + length + " bytes of " + name);
        }
        free -= length;
        Inode inode = new Inode(new byte[(int) length], false);
        names.put(name, inode);
        changed();
        return new OpenFile(name, inode);
    }

    @Override
    public synchronized LogFile open(String name) {
        Inode inode = names.get(name);
        return inode == null || name.equals(vanished) ? null : new OpenFile(name, inode);
    }

    @Override
    public synchronized void rename(String from, String to) {
        step();
        Inode inode = names.remove(from);
        if (inode == null) {
            throw new LogException(Reason.FAILED, "there is no file " + from);
        }
        names.put(to, inode);
        changed();
    }

    @Override
    public synchronized void delete(String name) {
        Inode inode = names.remove(name);
        if (inode != null) {
            free += inode.memory.byteSize();
            changed();
        }
    }

    private void changed() {
        history.add(Map.copyOf(names));
    }

    @Override
    public void releaseUnused(String name) {
        // The bytes stay the same.
    }

    @Override
    public synchronized void syncDirectory() throws IOException {
        countSync();
        history.clear();
        history.add(Map.copyOf(names));
    }

    @Override
    public synchronized List<String> names() {
        return List.copyOf(names.keySet());
    }

    @Override
    public LogFileMapping map(String name) {
        return open(name);
    }

    @Override
    public String describe(String name) {
        return "memory/" + name;
    }

    @Override
    public void close() {
        // Nothing is locked.
    }

    private final class OpenFile implements LogFile {
        private final String name;
        private final Inode inode;
        private final PointerBytesStore bytes = new PointerBytesStore();

        OpenFile(String name, Inode inode) {
            this.name = name;
            this.inode = inode;
            bytes.set(inode.memory.address(), inode.memory.byteSize());
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public BytesStore<?, ?> bytes() {
            return bytes;
        }

        @Override
        public MemorySegment memory() {
            return inode.memory;
        }

        @Override
        public void sync() throws IOException {
            awaitAnswer();
            synchronized (FaultyStorage.this) {
                countSync();
                inode.durable = inode.content();
            }
        }

        @Override
        public void close() {
            // The memory lives as long as it is reachable.
        }
    }
}
