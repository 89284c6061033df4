package io.rondo.client.log;

import io.rondo.codecs.log.LogFileName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The valid files of a log at one time: of each base sequence the highest generation. A file covers the sequences up to the
 * base sequence of the next one, exclusive. Immutable.
 */
public final class LogFileSet {
    private final NavigableMap<Long, LogFileName> byBase = new TreeMap<>();

    /**
     * Selects the valid files.
     *
     * @param names names of files, also of files that are no log files
     */
    public LogFileSet(Collection<String> names) {
        for (String each : names) {
            LogFileName name = LogFileName.parse(each);
            if (name != null) {
                byBase.merge(name.baseSequence(), name, (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        }
    }

    /** Returns the files by base sequence. */
    public List<LogFileName> files() {
        return List.copyOf(byBase.values());
    }

    /** Returns whether there is no file. */
    public boolean isEmpty() {
        return byBase.isEmpty();
    }

    /** Returns the first file; throws if there is none. */
    public LogFileName first() {
        return byBase.firstEntry().getValue();
    }

    /** Returns the last file; throws if there is none. */
    public LogFileName last() {
        return byBase.lastEntry().getValue();
    }

    /** Returns the file that covers a sequence; null if the first file begins behind it. */
    public LogFileName covering(long sequence) {
        Map.Entry<Long, LogFileName> entry = byBase.floorEntry(sequence);
        return entry == null ? null : entry.getValue();
    }

    /** Returns the first sequence that a file does not cover; {@link Long#MAX_VALUE} for the last file. */
    public long coverageEnd(LogFileName file) {
        Long next = byBase.higherKey(file.baseSequence());
        return next == null ? Long.MAX_VALUE : next;
    }

    /** Returns the file with the highest base sequence for which a condition holds; the first one if it holds for none. */
    LogFileName lastWhere(Predicate<LogFileName> condition) {
        for (LogFileName file : byBase.descendingMap().values()) {
            if (condition.test(file)) {
                return file;
            }
        }
        return first();
    }
}
