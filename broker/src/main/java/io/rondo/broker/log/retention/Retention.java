package io.rondo.broker.log.retention;

import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.storage.LogStorage;
import io.rondo.client.log.LogFileSet;
import io.rondo.client.log.OpenLogFile;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFileName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes whole files of a log, the oldest first, and never the newest one or one that is not synced. For one thread at a
 * time; the log may be written and read meanwhile.
 */
public final class Retention {
    /** No durable subscription needs anything. */
    public static final long NOTHING_NEEDED = Long.MAX_VALUE;

    private record FileInfo(long length, long baseTimestamp) {}

    private final ChannelLog log;
    private final LogStorage storage;
    private final Runnable beforeDeletion;
    private final Map<LogFileName, FileInfo> known = new HashMap<>();
    private RetentionPolicy policy;

    /**
     * Creates the retention of a log.
     *
     * @param log the log
     * @param policy what it keeps
     * @param beforeDeletion saves what only the messages state, such as the checkpoint; if it throws, nothing is deleted
     */
    public Retention(ChannelLog log, RetentionPolicy policy, Runnable beforeDeletion) {
        this.log = log;
        this.policy = policy;
        this.beforeDeletion = beforeDeletion;
        storage = log.storage();
    }

    /** Changes what the log keeps. */
    public void policy(RetentionPolicy changed) {
        policy = changed;
    }

    /**
     * Deletes what the policy does not keep.
     *
     * @param now nanoseconds since the epoch
     * @param needed lowest sequence that a durable subscription has not confirmed; {@link #NOTHING_NEEDED} if there is none
     * @return what was deleted
     */
    public RetentionResult apply(long now, long needed) {
        LogFileSet set = new LogFileSet(storage.names());
        List<LogFileName> files = set.files();
        known.keySet().retainAll(files);
        long total = files.stream().mapToLong(name -> info(name).length).sum();
        long oldest = set.first().baseSequence();
        long bytes = 0;
        int count = 0;
        for (int i = 0; i < files.size() - 1; i++) {
            LogFileName next = files.get(i + 1);
            boolean tooLarge = policy.maxBytes() > 0 && total - bytes > policy.maxBytes();
            boolean expired = policy.maxAgeNanos() > 0 && info(next).baseTimestamp < now - policy.maxAgeNanos();
            boolean isNeeded = next.baseSequence() > needed;
            if (!tooLarge && (isNeeded || !expired && !policy.untilConfirmed())
                    || next.baseSequence() - 1 > log.progress().durableSequence()) {
                break;
            }
            if (count == 0) {
                beforeDeletion.run();
            }
            bytes += info(files.get(i)).length;
            count++;
            storage.delete(files.get(i).file());
            storage.delete(files.get(i).index());
        }
        long kept = files.get(count).baseSequence();
        return new RetentionResult(count, bytes, kept, Math.max(oldest, Math.min(needed, kept)), kept - 1);
    }

    private FileInfo info(LogFileName name) {
        return known.computeIfAbsent(name, each -> {
            try (OpenLogFile file = OpenLogFile.open(storage, each)) {
                if (file == null) {
                    // Removed since it was listed, so nothing remains to be kept.
                    return new FileInfo(0, Long.MAX_VALUE);
                }
                LogFileHeader header = file.header();
                return new FileInfo(file.memory().byteSize(), header == null ? Long.MAX_VALUE : header.baseTimestamp());
            }
        });
    }
}
